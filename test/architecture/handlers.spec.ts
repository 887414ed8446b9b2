import { expect, it } from 'vitest';
import { isSpec, sourceFiles } from './source-files.js';

/**
 * Nest's buses take a second handler for one command without an error, and know a missing one only when it is
 * asked for. Here both are found before anything runs.
 */
const HANDLER = /@(?:Command|Query)Handler\((\w+)\)\s*export class (\w+)/g;
const MESSAGE = /export class (\w+) extends (?:Command|Query)</g;
const LISTED = /\b(\w+Handler|\w+Controller)\b/g;

const texts = sourceFiles(['src']).filter((file) => !isSpec(file) && !file.path.includes('/testing/'));

function found(
  pattern: RegExp,
  inFiles: (path: string) => boolean = () => true,
): readonly RegExpMatchArray[] {
  return texts.filter(({ path }) => inFiles(path)).flatMap(({ text }) => [...text.matchAll(pattern)]);
}

it('every command and query has exactly one handler', () => {
  const messages = found(MESSAGE).map(([, name]) => name);
  const handled = found(HANDLER).map(([, message]) => message);
  expect(messages.length).toBeGreaterThan(40);
  expect([...handled].sort()).toEqual([...messages].sort());
});

it('every handler and every controller belongs to exactly one module', () => {
  const inModules = found(LISTED, (path) => path.endsWith('.module.ts')).map(([name]) => name);
  // Imported once, listed once.
  const counts = new Map<string, number>();
  for (const name of inModules) counts.set(name, (counts.get(name) ?? 0) + 1);
  const declared = [
    ...found(HANDLER).map(([, , name]) => name),
    ...found(/@Controller\([^)]*\)[\s\S]{0,80}?export class (\w+)/g, (path) => path.endsWith('.http.ts')).map(
      ([, name]) => name,
    ),
  ];
  const wrong = declared.filter((name) => counts.get(name ?? '') !== 2);
  expect(wrong).toEqual([]);
});
