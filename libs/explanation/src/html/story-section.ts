import type { Finding } from '#libs/linux-guest';
import type { CauseExplanation, Explanation, TimelineStep } from '../explanation.js';
import { html, maybe, NOTHING, type Markup } from './markup.js';
import { linkedText, ruleLink } from './rule-links.js';
import { timelinePicture } from './timeline-picture.js';
import { durationText } from './words.js';

/** What ended it, the steps it took, and where in them it went wrong. */
export function storySection({ cause, timeline, findings, act }: Explanation): Markup {
  if (cause === undefined && timeline.length === 0) return NOTHING;
  return html`<section aria-labelledby="story">
    <h2 id="story">What happened</h2>
    ${maybe(cause, causeParagraph)} ${timeline.length === 0 ? NOTHING : figure({ timeline, findings, act })}
  </section>`;
}

function causeParagraph({ rule, phase, phaseMeaning, symptom, errno, errnoName }: CauseExplanation): Markup {
  const number =
    errno === undefined ? '' : ` It returned ${errno}${errnoName === undefined ? '' : ` (${errnoName})`}.`;
  const place = phase === 'trigger' ? html`${phaseMeaning}` : html`in phase <b>${phase}</b>, ${phaseMeaning}`;
  return html`<p>
    It ended ${place}: <q>${symptom.replace(/\.$/, '')}</q>.${number} The rule behind it is ${ruleLink(rule)}.
  </p>`;
}

function figure({ timeline, findings, act }: Pick<Explanation, 'timeline' | 'findings' | 'act'>): Markup {
  const last = timeline.at(-1);
  const tookMs = last === undefined ? 0 : last.startedMs + last.tookMs;
  const troubled = timeline.filter(
    ({ mood, notes, trouble: at }) => mood !== 'good' && notes.length + at.length > 0,
  );
  return html`<figure>
      ${timelinePicture(timeline)}
      <figcaption>
        The ${act === 'start' ? 'start' : 'hibernation'} took ${durationText(tookMs)} of emulated time.
        ${troubled.length === 0 ? 'Every step went well.' : ''}
      </figcaption>
    </figure>
    ${
      troubled.length === 0
        ? NOTHING
        : html`<ul>
            ${troubled.map((step) => trouble(step, findings))}
          </ul>`
    }`;
}

/** More findings than this are named by their devices: each device has its own account further down. */
const MOST_SUMMARIES = 1;

function trouble({ title, rule, notes, trouble: at }: TimelineStep, findings: readonly Finding[]): Markup {
  const found = at.flatMap((index) => findings[index] ?? []);
  const slots = found.flatMap(({ slot }) => slot ?? []);
  const isLong = found.length > MOST_SUMMARIES && slots.length === found.length;
  const texts = found.length === 0 ? [asSentence(notes.join('; '))] : found.map(({ summary }) => summary);
  const told = isLong ? `something is wrong with ${slots.join(', ')}; each is told below.` : texts.join(' ');
  return html`<li><b>${title}</b>${maybe(rule, (id) => html` (${ruleLink(id)})`)}: ${linkedText(told)}</li>`;
}

function asSentence(note: string): string {
  return /[.!?]$/.test(note) ? note : `${note}.`;
}
