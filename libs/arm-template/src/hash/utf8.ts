const LAST_ONE_BYTE = 0x7f;
const LAST_TWO_BYTES = 0x7ff;
const LAST_THREE_BYTES = 0xffff;

/** The bytes of a text in UTF-8, made well-formed as encoders do. */
export function utf8Bytes(text: string): readonly number[] {
  const bytes: number[] = [];
  for (const character of wellFormed(text)) {
    const point = character.codePointAt(0) ?? 0;
    if (point <= LAST_ONE_BYTE) bytes.push(point);
    else if (point <= LAST_TWO_BYTES) bytes.push(0xc0 | (point >> 6), tail(point));
    else if (point <= LAST_THREE_BYTES) bytes.push(0xe0 | (point >> 12), tail(point >> 6), tail(point));
    else bytes.push(0xf0 | (point >> 18), tail(point >> 12), tail(point >> 6), tail(point));
  }
  return bytes;
}

/** The text with U+FFFD in place of each half of a surrogate pair that stands alone. */
export function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
}

/** The text of bytes in UTF-8; `undefined` when they are not valid UTF-8. */
export function utf8Text(bytes: readonly number[]): string | undefined {
  const encoded = bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

function tail(bits: number): number {
  return 0x80 | (bits & 0x3f);
}
