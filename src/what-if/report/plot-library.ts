import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

/** uPlot as a page needs it: one script that defines `uPlot`, with its licence, and its style. */
export interface PlotLibrary {
  readonly script: string;
  readonly style: string;
}

/** Reads it from the package that was installed. Throws where that is incomplete. */
export function plotLibrary(): PlotLibrary {
  const require = createRequire(import.meta.url);
  const text = (file: string) =>
    readFileSync(require.resolve(`uplot/${file}`), 'utf8')
      .replaceAll('\r\n', '\n')
      .trim();
  return {
    script: `/*\n${text('LICENSE')}\n*/\n${text('dist/uPlot.iife.min.js')}`,
    style: text('dist/uPlot.min.css'),
  };
}
