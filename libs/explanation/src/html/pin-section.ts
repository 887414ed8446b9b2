import type { Explanation } from '../explanation.js';
import { PIN_PROPERTIES, type Pin } from '../pins/pin-list.js';
import { html, NOTHING, type Markup } from './markup.js';
import { ruleLink } from './rule-links.js';

/** What custom scripting must set on the new VM, for a policy that leaves it to chance (MOVE-13). */
export function pinSection({ pins, circumstances }: Explanation): Markup {
  if (pins === undefined) return NOTHING;
  return html`<section aria-labelledby="pins">
    <h2 id="pins">What a script would have to pin</h2>
    <p>
      Policy <bdi>${circumstances.policy.name}</bdi> does not pin every device. A new Hyper-V VM with these
      values takes the image (${ruleLink('MOVE-13')}).
    </p>
    <div class="wide" role="region" aria-labelledby="pins-caption" tabindex="0">
      <table>
        <caption id="pins-caption">
          Values that the image needs, and what the VM has instead
        </caption>
        <thead>
          <tr>
            <th scope="col">Device</th>
            <th scope="col">Property</th>
            <th scope="col">Needed</th>
            <th scope="col">Now</th>
            <th scope="col">Rule</th>
          </tr>
        </thead>
        <tbody>
          ${pins.map(pinRow)}
        </tbody>
      </table>
    </div>
  </section>`;
}

function pinRow({ slot, property, needed, now, isMet, rule }: Pin): Markup {
  const present =
    now === undefined
      ? html`<span class="note">another one every time, or none</span>`
      : html`<code>${now}</code>`;
  return html`<tr>
    <th scope="row">${slot}</th>
    <td>${PIN_PROPERTIES[property]}</td>
    <td><code class="guid">${needed}</code></td>
    <td>
      ${isMet ? html`<span class="good">✓ as needed</span>` : html`<span class="bad">✕</span> ${present}`}
    </td>
    <td>${ruleLink(rule)}</td>
  </tr>`;
}
