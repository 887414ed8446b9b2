import { devicePairs, isAsExpected, isLoss, pairOutcome, type DevicePair } from '../device-pairs.js';
import type { DeviceExplanation, Explanation } from '../explanation.js';
import type { Finding } from '#libs/linux-guest';
import type { Guid } from '#libs/vmbus';
import { html, maybe, NOTHING, type Markup } from './markup.js';
import { matchingPicture } from './matching-picture.js';
import { linkedText, ruleLink, told } from './rule-links.js';
import { table } from './table.js';

/** How devices met: a picture, one account for each slot that needs a look, a table of the others. */
export function deviceSection({ devices, matching, findings }: Explanation): Markup {
  if (devices.length === 0) return NOTHING;
  const pairs = devicePairs(devices);
  const met = pairs.filter(isAsExpected).flatMap(({ channel, offer }) => channel ?? offer ?? []);
  return html`<section aria-labelledby="devices">
    <h2 id="devices">How the devices were found again</h2>
    ${maybe(matching, ({ sentence: text }) => html`<p>${linkedText(text)}</p>`)}
    <figure>
      ${matchingPicture(devices)}
      <figcaption>
        A line joins what belongs together. ✕ marks what the image lost, + what is new to it.
      </figcaption>
    </figure>
    ${pairs.filter((pair) => !isAsExpected(pair)).map((pair) => account(pair, findings))}
    ${met.length === 0 ? NOTHING : metTable(met)}
  </section>`;
}

function account(pair: DevicePair, findings: readonly Finding[]): Markup {
  const { slot, channel, offer } = pair;
  const sides = [...new Set([channel, offer])].filter((side) => side !== undefined);
  const look = isLoss(pair) ? 'lost' : 'notable';
  const mark = isLoss(pair) ? '✕' : channel === undefined ? '+' : '!';
  const causes = distinct(
    sides.flatMap((side) => side.causes),
    ({ text }) => text,
  );
  const about = sides.flatMap((side) => side.findings.flatMap((index) => findings[index] ?? []));
  return html`<article class="device ${look}">
    <h3>${slot} <span class="outcome">${mark} ${pairOutcome(pair)}</span></h3>
    <p class="note">${sides[0]?.className ?? ''}</p>
    <dl>
      ${identity('Instance GUID', channel?.instanceGuid.expected, offer?.instanceGuid.offered)}
      ${identity('Class GUID', channel?.classGuid.expected, offer?.classGuid.offered)}
      ${entry('Relid', html`${relidText(pair)}`)}
      ${entry('Why', html`${sides.map(({ why, rule }) => sentence(told(why, rule)))}`)}
      ${entry('Caused by', html`${causes.map(({ text, rules }) => sentence(told(text, ...rules)))}`)}
      ${
        about.length === 0
          ? NOTHING
          : entry('So', html`${about.map(({ consequence, rule }) => sentence(told(consequence, rule)))}`)
      }
    </dl>
  </article>`;
}

function entry(label: string, value: Markup): Markup {
  return html`<div>
    <dt>${label}</dt>
    <dd>${value}</dd>
  </div>`;
}

function line(text: Markup): Markup {
  return html`<span class="line">${text}</span>`;
}

function sentence(text: Markup): Markup {
  return html`<span class="line sentence">${text}</span>`;
}

function distinct<Item>(items: readonly Item[], key: (item: Item) => string): readonly Item[] {
  return [...new Map(items.map((item) => [key(item), item])).values()];
}

/** Expected beside offered; one value where they are the same, or where there is but one. */
function identity(label: string, expected: Guid | undefined, offered: Guid | undefined): Markup {
  const sides = [
    [expected, 'in the image'],
    [offered, 'on the new VM'],
  ] as const;
  if (expected === offered) return entry(label, guidCode(expected));
  return entry(
    label,
    html`${sides.map(([value, where]) =>
      value === undefined ? NOTHING : line(html`${guidCode(value)} <span class="note">${where}</span>`),
    )}`,
  );
}

function relidText({ channel, offer }: DevicePair): string {
  const { before } = channel?.relid ?? {};
  const { after } = offer?.relid ?? {};
  if (before === undefined) return after === undefined ? 'not told' : String(after);
  if (after === undefined) return `${before} in the image`;
  return before === after ? `${before}, as before` : `${before} in the image, ${after} on the new VM`;
}

function metTable(devices: readonly DeviceExplanation[]): Markup {
  return table({
    id: 'met',
    caption: 'Devices that are as they should be, and how the policy assigns their GUIDs',
    columns: ['Device', 'Instance GUID, class GUID', 'Relid', 'Because'],
    rows: devices.map(metRow),
  });
}

function metRow(device: DeviceExplanation): readonly Markup[] {
  const { slot, className, classGuid, instanceGuid, relid, causes, rule } = device;
  const { before = '', after = '' } = relid;
  return [
    html`${slot}<span class="note line">${className}</span>`,
    html`${guidCode(instanceGuid.offered)}<span class="note line">${guidCode(classGuid.offered)}</span>`,
    html`<span class="number">${before}${before === after || before === '' ? '' : ` → ${after}`}</span>`,
    html`<span class="note">
      ${causes.map(({ assignment, text, rules }) => line(told(assignment ?? text, ...rules)))}
      ${line(html`${ruleLink(rule)}${changesText(device)}`)}
    </span>`,
  ];
}

/** The connection id follows the relid; anything else that changed is worth a word. */
function changesText({ changedFields = [] }: DeviceExplanation): Markup {
  const changed = changedFields.filter((field) => field !== 'connectionId');
  return changed.length === 0
    ? NOTHING
    : html`; ${told(`${changed.join(', ')} changed, and is adopted`, 'R50')}`;
}

/** A GUID that may break at its hyphens. */
function guidCode(guid: Guid | undefined): Markup {
  if (guid === undefined) return NOTHING;
  return html`<code class="guid"
    >${guid.split('-').map((group, at) => html`${at === 0 ? NOTHING : html`-<wbr />`}${group}`)}</code
  >`;
}
