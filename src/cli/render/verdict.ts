import type { Finding, LaterConsequence } from '#libs/linux-guest';
import type { OperationProblem, VerdictDocument } from '../api-types.js';
import { printable } from './printable.js';
import { PLAIN, type Style } from './style.js';

/** How the guest came out of it, and every finding with what follows from it. */
export function verdictLines(
  verdict: Pick<VerdictDocument, 'severity' | 'summary' | 'findings'>,
  style: Style = PLAIN,
): readonly string[] {
  const severity = severityStyle(verdict.severity, style)(verdict.severity);
  return [
    `${style.strong('verdict')}: ${severity}, ${printable(verdict.summary)}`,
    ...verdict.findings.flatMap((finding) => findingLines(finding, style)),
  ];
}

function findingLines(
  { rule, severity, slot, summary, consequence, later = [] }: Finding,
  style: Style,
): readonly string[] {
  // Most summaries begin with the slot they are about.
  const where = slot === undefined || summary.startsWith(slot) ? '' : ` ${printable(slot)}:`;
  return [
    `  ${severityStyle(severity, style)(severity)}  ${rule}${where} ${printable(summary)}`,
    `      ${style.faint(`so: ${printable(consequence)}`)}`,
    ...later.map(
      ({ when, rule: reason, what }) =>
        `      ${style.faint(`${WHEN[when]}: ${printable(what)} (${reason})`)}`,
    ),
  ];
}

const WHEN = {
  'first-use': 'when it is first used',
  'next-hibernation': 'at the next hibernation',
  'until-reboot': 'until it boots again',
} as const satisfies Record<LaterConsequence['when'], string>;

/** Why an operation failed: code, message, rule and remedy. */
export function operationProblemLines(problem: OperationProblem, style: Style = PLAIN): readonly string[] {
  const { code, message, rule, remedy } = problem;
  return [
    `${style.bad(printable(code))}: ${printable(message)}`,
    ...(rule === undefined ? [] : [`  rule    ${printable(rule)}`]),
    ...(remedy === undefined ? [] : [`  remedy  ${printable(remedy)}`]),
  ];
}

/** How a severity stands out. */
export function severityStyle(severity: VerdictDocument['severity'], style: Style): (text: string) => string {
  switch (severity) {
    case 'resumed':
    case 'hibernated':
      return style.good;
    case 'resumed-degraded':
    case 'cold-boot':
    case 'stopped-not-hibernated':
      return style.warning;
    case 'resume-rejected-cold-boot':
    case 'hibernate-aborted':
    case 'hung-or-undefined':
      return style.bad;
    default:
      return unknownStyle(severity, style);
  }
}

/** A newer server may know severities that this client does not. */
function unknownStyle(_severity: never, style: Style): (text: string) => string {
  return style.warning;
}
