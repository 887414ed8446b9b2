import { html, type Markup } from './markup.js';

export interface PageTable {
  /** Unique on the page. */
  readonly id: string;
  readonly caption: string;
  readonly columns: readonly string[];
  /** The first cell of each row is its heading. */
  readonly rows: readonly (readonly Markup[])[];
}

/**
 * A table that becomes a list of labelled blocks where there is no room. Roles are said aloud: a browser may forget that
 * it is a table once its rows are blocks.
 */
export function table({ id, caption, columns, rows }: PageTable): Markup {
  return html`<table class="${id}" role="table" aria-labelledby="${id}">
    <caption id="${id}">
      ${caption}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${columns.map((title) => html`<th scope="col" role="columnheader">${title}</th>`)}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map(
        (cells) =>
          html`<tr role="row">
            ${cells.map((cell, at) => tableCell(cell, at, columns))}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function tableCell(cell: Markup, at: number, columns: readonly string[]): Markup {
  return at === 0
    ? html`<th scope="row" role="rowheader">${cell}</th>`
    : html`<td role="cell" data-label="${columns[at] ?? ''}">${cell}</td>`;
}
