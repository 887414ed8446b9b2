/** Markup that is safe to put into a page. Made by `html` alone, which escapes whatever is not markup. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = Markup | string | number | readonly Part[];

/** `html\`<p>${text}</p>\``: texts are escaped, markup is taken as it is, lists are joined. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const text = strings.map((piece, at) => piece + (at < parts.length ? textOf(parts[at]!) : '')).join('');
  return new Markup(text);
}

export const NOTHING = new Markup('');

/** The markup of something that may be absent. */
export function maybe<Value>(value: Value | undefined, show: (value: Value) => Markup): Markup {
  return value === undefined ? NOTHING : show(value);
}

function textOf(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (typeof part === 'number') return String(part);
  return typeof part === 'string' ? escaped(part) : part.map(textOf).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in content and in quoted attributes. Control characters, which no page may hold, are replaced. */
export function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '\ufffd')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

/**
 * JSON that may stand inside a script element: nothing in it ends the element, opens a comment or breaks a line of
 * JavaScript, and it still reads back as the same value.
 */
export function embeddedJson(value: unknown): string {
  const escapes: Readonly<Record<string, string>> = {
    '<': '\\u003c',
    '>': '\\u003e',
    '&': '\\u0026',
    '\u2028': '\\u2028',
    '\u2029': '\\u2029',
  };
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => escapes[character] ?? '');
}
