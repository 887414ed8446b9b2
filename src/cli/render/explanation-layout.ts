import type { Style } from './style.js';

/** How an explanation is laid out on a terminal. */
export interface Layout {
  readonly style: Style;
  /** Columns that running text may take. */
  readonly width: number;
}
