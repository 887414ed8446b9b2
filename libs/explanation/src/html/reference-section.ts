import type { Explanation } from '../explanation.js';
import { html, NOTHING, type Markup } from './markup.js';
import { ruleAnchor } from './rule-links.js';

/** Words and rules to look up. */
export function referenceSection({ terms, rules }: Explanation): Markup {
  return html`<footer>
    ${
      terms.length === 0
        ? NOTHING
        : html`<section aria-labelledby="terms">
            <h2 id="terms">Words</h2>
            <dl class="stacked">
              ${terms.map(
                ({ term, meaning }) =>
                  html`<div>
                    <dt>${term}</dt>
                    <dd>${meaning}</dd>
                  </div>`,
              )}
            </dl>
          </section>`
    }
    <section aria-labelledby="rules">
      <h2 id="rules">Rules</h2>
      <dl class="stacked">
        ${rules.map(
          ({ id, section, statement }) =>
            html`<div id="${ruleAnchor(id)}">
              <dt>${id}</dt>
              <dd>${statement} <cite>${section}</cite></dd>
            </div>`,
        )}
      </dl>
    </section>
  </footer>`;
}
