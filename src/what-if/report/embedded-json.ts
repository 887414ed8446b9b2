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
