import { CONSEQUENCE_TIMES, type Explanation, type Prevention } from '../explanation.js';
import { html, maybe, NOTHING, type Markup } from './markup.js';
import { linkedText, ruleLink, told } from './rule-links.js';

/** What follows, in the order in which it will be felt. */
export function consequenceSection({ consequences }: Explanation): Markup {
  if (consequences.length === 0) return NOTHING;
  return html`<section aria-labelledby="consequences">
    <h2 id="consequences">What follows</h2>
    <ol class="times">
      ${consequences.map(
        (group) =>
          html`<li>
            <h3>${CONSEQUENCE_TIMES[group.when]}</h3>
            <ul>
              ${group.consequences.map(
                ({ what, rules, slots }) =>
                  html`<li>
                    ${slots.length === 0 ? NOTHING : html`<b>${slots.join(', ')}</b>: `}${linkedText(what)}
                    ${ruleLinks(rules)}
                  </li>`,
              )}
            </ul>
          </li>`,
      )}
    </ol>
  </section>`;
}

/** What the sources leave open. */
export function assumptionSection({ assumptions }: Explanation): Markup {
  if (assumptions.length === 0) return NOTHING;
  return html`<section aria-labelledby="assumptions">
    <h2 id="assumptions">What nobody knows for certain</h2>
    <p>No source settles the following. The emulator had to decide, and says how.</p>
    <dl class="stacked">
      ${assumptions.map(
        ({ assumption, statement, about }) =>
          html`<div>
            <dt>${ruleLink(assumption)}</dt>
            <dd>${statement} <span class="note">Rests on it: ${linkedText(about.join(' '))}</span></dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

/** What would have helped. */
export function preventionSection({ prevention }: Explanation): Markup {
  if (prevention.length === 0) return NOTHING;
  return html`<section aria-labelledby="prevention">
    <h2 id="prevention">What would have prevented it</h2>
    <div class="wide" role="region" aria-labelledby="prevention-caption" tabindex="0">
      <table>
        <caption id="prevention-caption">
          Causes and what helps against each, with the command that shows it here
        </caption>
        <thead>
          <tr>
            <th scope="col">Against</th>
            <th scope="col">What helps</th>
          </tr>
        </thead>
        <tbody>
          ${prevention.map(preventionRow)}
        </tbody>
      </table>
    </div>
  </section>`;
}

function preventionRow({ against, what, rules, command }: Prevention): Markup {
  return html`<tr>
    <th scope="row">${linkedText(against)}</th>
    <td>
      ${linkedText(what)}
      ${ruleLinks(rules)}${maybe(command, (text) => html`<pre class="command"><code>${text}</code></pre>`)}
    </td>
  </tr>`;
}
