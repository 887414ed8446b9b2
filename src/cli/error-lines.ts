import type { Problem } from './cli-error.js';
import { printable } from './render/printable.js';
import { PLAIN, type Style } from './render/style.js';

/** What stderr shows of a problem: `code: message`, then details, rule and remedy. */
export function errorLines(problem: Problem, style: Style = PLAIN): readonly string[] {
  const { code, message, details = [], rule, remedy } = problem;
  return [
    `${style.bad(printable(code))}: ${printable(message)}`,
    ...details.map(({ target, message: text }) =>
      target === undefined ? `  ${printable(text)}` : `  ${printable(target)} ${printable(text)}`,
    ),
    ...(rule === undefined ? [] : [`  rule    ${printable(rule)}`]),
    ...(remedy === undefined ? [] : [`  remedy  ${printable(remedy)}`]),
  ];
}
