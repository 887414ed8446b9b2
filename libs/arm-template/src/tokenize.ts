import { TemplateFault } from './template-fault.js';

export type Token =
  | { readonly kind: 'name'; readonly value: string; readonly at: number }
  | { readonly kind: 'string'; readonly value: string; readonly at: number }
  | { readonly kind: 'integer'; readonly value: number; readonly at: number }
  | { readonly kind: 'mark'; readonly value: string; readonly at: number };

const BLANK = /[ \t\r\n]+/y;
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;
const INTEGER = /[+-]?[0-9]+/y;
const STRING = /'((?:[^']|'')*)'/y;
const MARKS = '()[],.?';

/** The tokens of a text between two positions (0 first, the second one excluded). Throws TemplateFault. */
export function tokenize(text: string, start: number, end: number): readonly Token[] {
  const source = text.slice(0, end);
  const tokens: Token[] = [];
  let at = start;
  while (at < end) {
    const blank = match(BLANK, source, at);
    if (blank !== undefined) {
      at += blank[0].length;
      continue;
    }
    const { token, length } = tokenAt(source, at);
    tokens.push(token);
    at += length;
  }
  return tokens;
}

function tokenAt(source: string, index: number): { readonly token: Token; readonly length: number } {
  const at = index + 1;
  const name = match(NAME, source, index);
  if (name !== undefined) return { token: { kind: 'name', value: name[0], at }, length: name[0].length };
  const integer = match(INTEGER, source, index);
  if (integer !== undefined) {
    const value = Number(integer[0]);
    if (!Number.isSafeInteger(value)) throw new TemplateFault('an integer is too large', undefined, at);
    return { token: { kind: 'integer', value, at }, length: integer[0].length };
  }
  const text = match(STRING, source, index);
  if (text !== undefined) {
    const value = (text[1] ?? '').replaceAll("''", "'");
    return { token: { kind: 'string', value, at }, length: text[0].length };
  }
  const character = source.charAt(index);
  if (MARKS.includes(character)) return { token: { kind: 'mark', value: character, at }, length: 1 };
  const what =
    character === "'" ? 'a text is not ended' : `the character ${JSON.stringify(character)} has no meaning`;
  throw new TemplateFault(`the expression is not valid: ${what}`, undefined, at);
}

function match(pattern: RegExp, source: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source) ?? undefined;
}
