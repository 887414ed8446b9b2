import type { Guid } from '#libs/vmbus';
import type { DeviceExplanation } from '../explanation.js';
import { devicePairs, isAsExpected, isLoss, pairOutcome, type DevicePair } from '../device-pairs.js';
import { html, NOTHING, type Markup } from './markup.js';

const HEADING = 26;
const SHORT = 26;
const TALL = 46;
const BOX_GAP = 5;

/** Two columns, the channels of the image and the offers of the new VM, with lines between those that met. */
export function matchingPicture(devices: readonly DeviceExplanation[]): Markup {
  const lines = devicePairs(devices);
  if (lines.length === 0) return NOTHING;
  const tops: number[] = [];
  let height = HEADING;
  for (const line of lines) {
    tops.push(height);
    height += isAsExpected(line) ? SHORT : TALL;
  }
  return html`<svg
    class="matching"
    role="img"
    aria-labelledby="matching-title matching-text"
    width="100%"
    height="${height}"
  >
    <title id="matching-title">Channels of the image, left, and offers of the new VM, right</title>
    <desc id="matching-text">${lines.map(spoken).join(' ')}</desc>
    <text x="0" y="14" class="heading">in the image</text>
    <text x="100%" y="14" class="heading end">on the new VM</text>
    ${lines.map((line, index) => row(line, tops[index] ?? 0))}
  </svg>`;
}

function spoken(pair: DevicePair): string {
  return `${pair.slot}: ${pairOutcome(pair)}.`;
}

function row(line: DevicePair, top: number): Markup {
  const { channel, offer } = line;
  const height = (isAsExpected(line) ? SHORT : TALL) - BOX_GAP;
  const middle = top + height / 2;
  return html`<g class="${isAsExpected(line) ? 'quiet' : 'loud'}">
    ${link(line, middle)} ${channel === undefined ? NOTHING : box(line, { side: 'left', top, height })}
    ${offer === undefined ? NOTHING : box(line, { side: 'right', top, height })}
  </g>`;
}

interface Place {
  readonly side: 'left' | 'right';
  readonly top: number;
  readonly height: number;
}

function box(line: DevicePair, { side, top, height }: Place): Markup {
  const isLeft = side === 'left';
  const device = (isLeft ? line.channel : line.offer)!;
  const guid = isLeft ? device.instanceGuid.expected : device.instanceGuid.offered;
  const look = lookOf(line, side);
  const x = isLeft ? '0.3%' : '61%';
  const textX = isLeft ? '3%' : '63.7%';
  const label = look === 'orphan' ? '✕ ' : look === 'stranger' ? '+ ' : '';
  const text = html`<text x="${textX}" y="${top + (height > SHORT ? 16 : height / 2 + 4)}" class="slot"
    >${label}${line.slot}</text
  >`;
  const under =
    height > SHORT ? html`<text x="${textX}" y="${top + 32}" class="guid">${headOf(guid)}</text>` : NOTHING;
  return html`<rect
      x="${x}"
      y="${top}"
      width="38.7%"
      height="${height}"
      rx="4"
      class="box ${look}"
    />${text}${under}`;
}

function lookOf(pair: DevicePair, side: Place['side']): 'met' | 'orphan' | 'stranger' {
  if (side === 'left') return isLoss(pair) ? 'orphan' : 'met';
  return pair.offer?.outcome === 'new' || pair.channel?.rule === 'R51' ? 'stranger' : 'met';
}

/** What is between the two: a line, a broken one, or why there is none. */
function link({ channel, offer }: DevicePair, y: number): Markup {
  const line = (look: string) => html`<line x1="39%" x2="61%" y1="${y}" y2="${y}" class="link ${look}" />`;
  const sign = (text: string, look: string) =>
    html`<text x="50%" y="${y + 4}" class="sign ${look}">${text}</text>`;
  if (channel === undefined) return sign('new', 'notable');
  if (channel.outcome === 'late') return html`${line('broken')}${sign('too late', 'bad')}`;
  if (channel.outcome === 'matched') {
    if (channel.rule === 'R51') return html`${line('broken')}${sign('other class', 'bad')}`;
    return line('');
  }
  return offer === undefined
    ? html`<text x="61%" y="${y + 4}" class="missing">nothing offered</text>`
    : sign('other GUID', 'bad');
}

/** Enough of a GUID to tell it from another one; the tables have the rest. */
function headOf(guid: Guid | undefined): string {
  return guid === undefined ? '' : `${guid.slice(0, 13)}…`;
}
