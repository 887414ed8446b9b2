import { html, NOTHING, type Markup } from '#libs/explanation';

/** More scenarios than this have no colour of their own outside the plots. */
export const COLOURS = 8;

/** Name of a scenario, with its colour in the plots where every scenario has one. */
export function scenarioLabel(name: string, at: number, scenarios: number): Markup {
  const swatch = scenarios <= COLOURS && scenarios > 1 ? html`<span class="swatch c${at}"></span>` : NOTHING;
  return html`<span class="scenario">${swatch}<bdi>${name}</bdi></span>`;
}
