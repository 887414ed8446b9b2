import type { Explanation } from '../explanation.js';
import { PIN_PROPERTIES, type Pin } from '../pins/pin-list.js';
import { html, NOTHING, type Markup } from './markup.js';
import { ruleLink } from './rule-links.js';
import { table } from './table.js';

/** What custom scripting must set on the new VM, for a policy that leaves it to chance (MOVE-13). */
export function pinSection({ pins, circumstances }: Explanation): Markup {
  if (pins === undefined) return NOTHING;
  return html`<section aria-labelledby="pins">
    <h2 id="pins">What a script would have to pin</h2>
    <p>
      Policy <bdi>${circumstances.policy.name}</bdi> does not pin every device. A new Hyper-V VM with the
      values below fits the image (${ruleLink('MOVE-13')}).
    </p>
    ${table({
      id: 'pinned',
      caption: 'Values that the image needs, and what the VM has instead',
      columns: ['Device', 'Property', 'Needed', 'Now'],
      rows: pins.map(pinRow),
    })}
  </section>`;
}

function pinRow({ slot, property, needed, now, isMet, rule }: Pin): readonly Markup[] {
  const present = now === undefined ? html`another one every time, or none` : html`<code>${now}</code>`;
  return [
    html`${slot}`,
    html`${PIN_PROPERTIES[property]}${'\u00a0'}${ruleLink(rule)}`,
    html`<code class="guid">${needed}</code>`,
    isMet
      ? html`<span class="good">✓ as needed</span>`
      : html`<span class="bad">✕ </span><span class="note guid">${present}</span>`,
  ];
}
