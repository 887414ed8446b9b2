import picocolors from 'picocolors';

/** How parts of the text stand out. Each takes and returns one piece of a line. */
export interface Style {
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly strong: (text: string) => string;
  readonly active: (text: string) => string;
}

const same = (text: string): string => text;

/** No control codes at all: for files, pipes and NO_COLOR. */
export const PLAIN: Style = {
  good: same,
  bad: same,
  warning: same,
  faint: same,
  strong: same,
  active: same,
};

/** Colours of the terminal's own palette. */
export const COLOURED: Style = (() => {
  const colours = picocolors.createColors(true);
  return {
    good: colours.green,
    bad: colours.red,
    warning: colours.yellow,
    faint: colours.dim,
    strong: colours.bold,
    active: colours.cyan,
  };
})();

/** The style for an output: plain unless it is a terminal that may be coloured (https://no-color.org). */
export function styleFor(
  output: { readonly isTTY: boolean },
  env: Readonly<Record<string, string | undefined>>,
): Style {
  return output.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb' ? COLOURED : PLAIN;
}
