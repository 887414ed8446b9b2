const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/g;

/**
 * Text from elsewhere on one line of a terminal: control characters, which could move the cursor or recolour what
 * follows, become a question mark; line breaks and tabs a space.
 */
export function printable(text: string): string {
  return text.replace(CONTROLS, (character) => (/[\t\n\r]/.test(character) ? ' ' : '?'));
}

/** A value of a document in one cell; nothing for what is absent. */
export function cell(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return printable(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return printable(JSON.stringify(value));
}
