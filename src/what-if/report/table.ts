import { html, NOTHING, type Markup } from '#libs/explanation';

export interface Column {
  readonly title: string;
  /** Aligned right, in figures of one width. */
  readonly isNumber?: boolean;
}

export interface PageTable {
  /** Unique on the page. */
  readonly id: string;
  readonly className?: string;
  readonly caption: string;
  readonly columns: readonly Column[];
  /** The first cell of each row is its heading. */
  readonly rows: readonly (readonly Markup[])[];
  /** A long table scrolls within a height of its own. */
  readonly isLong?: boolean;
}

/**
 * A table that scrolls in its own box where it is wider than the page; the box can be reached by keyboard. Roles are said
 * aloud: a browser may forget that it is a table once its rows are blocks, as they are on narrow screens.
 */
export function table({ id, className = '', caption, columns, rows, isLong = false }: PageTable): Markup {
  return html`<div class="scroll${isLong ? ' long' : ''}" role="region" aria-labelledby="${id}" tabindex="0">
    <table class="${className}" role="table">
      <caption id="${id}">
        ${caption}
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          ${columns.map(
            ({ title, isNumber = false }) =>
              html`<th scope="col" role="columnheader" class="${isNumber ? 'number' : ''}">${title}</th>`,
          )}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${rows.map(
          (cells) =>
            html`<tr role="row">
              ${cells.map((cell, at) => tableCell(cell, at, columns[at]))}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function tableCell(cell: Markup, at: number, column: Column | undefined): Markup {
  if (at === 0) return html`<th scope="row" role="rowheader">${cell}</th>`;
  const kind = column?.isNumber === true ? 'number' : '';
  return html`<td role="cell" class="${kind}" data-label="${column?.title ?? ''}">${cell}</td>`;
}

/** A bar of so much of the width, 0 to 1, that says nothing which the text beside it does not. */
export function bar(share: number, className = ''): Markup {
  if (!(share >= 0)) return NOTHING;
  const width = (Math.min(1, share) * 100).toFixed(2);
  return html`<svg class="bar ${className}" width="100%" height="4" aria-hidden="true">
    <rect class="track" width="100%" height="4" rx="2" />
    <rect width="${width}%" height="4" rx="2" />
  </svg>`;
}
