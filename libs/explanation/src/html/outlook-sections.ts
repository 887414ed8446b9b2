import {
  CONSEQUENCE_TIMES,
  type Consequence,
  type ConsequenceGroup,
  type Explanation,
  type Prevention,
} from '../explanation.js';
import { html, maybe, NOTHING, type Markup } from './markup.js';
import { linkedText, ruleLink, told } from './rule-links.js';
import { table } from './table.js';

/** What follows, in the order in which it will be felt. */
export function consequenceSection({ consequences }: Explanation): Markup {
  if (consequences.length === 0) return NOTHING;
  return html`<section aria-labelledby="consequences">
    <h2 id="consequences">What follows</h2>
    <ol class="times">
      ${consequences.map(group)}
    </ol>
  </section>`;
}

function group({ when, consequences }: ConsequenceGroup): Markup {
  return html`<li>
    <h3>${CONSEQUENCE_TIMES[when]}</h3>
    <ul>
      ${consequences.map(consequence)}
    </ul>
  </li>`;
}

function consequence({ what, rules, slots }: Consequence): Markup {
  const about = slots.length === 0 ? NOTHING : html`<b>${slots.join(', ')}</b>: `;
  return html`<li>${about}${told(what, ...rules)}</li>`;
}

/** Words of a command, which break between each other and not at their hyphens. */
function words(command: string): readonly Markup[] {
  return command
    .split(/([ \n])/)
    .map((word) => (/^\s?$/.test(word) ? html`${word}` : html`<span>${word}</span>`));
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
            <dd>${statement} <span class="note line">Rests on it: ${linkedText(about.join(' '))}</span></dd>
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
    ${table({
      id: 'preventions',
      caption: 'Causes and what helps against each, with the command that shows it here',
      columns: ['Against', 'What helps'],
      rows: prevention.map(preventionRow),
    })}
  </section>`;
}

function preventionRow({ against, what, rules, command }: Prevention): readonly Markup[] {
  const typed = maybe(command, (text) => html`<pre class="command"><code>${words(text)}</code></pre>`);
  return [linkedText(against), html`${told(what, ...rules)}${typed}`];
}
