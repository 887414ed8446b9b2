/** Narrowest and widest lines that people like to read. Unit: columns. */
const NARROWEST = 40;
const WIDEST = 100;

/** The width for running text on an output of so many columns; without a terminal the widest. */
export function textWidth(columns: number | undefined): number {
  return Math.max(NARROWEST, Math.min(columns ?? WIDEST, WIDEST));
}

/**
 * A text as lines of at most `width` columns, broken at spaces; a longer word has a line of its own. Each line begins
 * with `indent`, the first with `first` where that is given, which must be as long.
 */
export function wrapped(
  text: string,
  {
    width,
    indent = '',
    first = indent,
  }: { readonly width: number; readonly indent?: string; readonly first?: string },
): readonly string[] {
  const room = Math.max(1, width - indent.length);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines.map((each, at) => (at === 0 ? first : indent) + each);
}
