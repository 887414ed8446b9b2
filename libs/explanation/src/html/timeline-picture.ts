import type { TimelineStep } from '../explanation.js';
import { html, NOTHING, type Markup } from './markup.js';
import { durationText, MOOD_MARKS } from './words.js';

const ROW_HEIGHT = 38;
const BAR_TOP = 20;
const BAR_HEIGHT = 7;
/** A step that took next to no time still shows. Unit: percent of the width. */
const LEAST_WIDTH = 0.8;
const SEPARATOR = ' · ';

/**
 * The steps under each other, each with a bar where it lies in time. Widths are percentages and heights are pixels:
 * the picture fills any width, and its letters keep their size.
 */
export function timelinePicture(steps: readonly TimelineStep[]): Markup {
  if (steps.length === 0) return NOTHING;
  const endMs = Math.max(1, ...steps.map(({ startedMs, tookMs }) => startedMs + tookMs));
  const height = steps.length * ROW_HEIGHT;
  return html`<svg
    class="timeline"
    role="img"
    aria-labelledby="timeline-title timeline-text"
    width="100%"
    height="${height}"
  >
    <title id="timeline-title">The steps and how long they took</title>
    <desc id="timeline-text">${steps.map(spoken).join(' ')}</desc>
    ${steps.map((step, index) => row(step, { top: index * ROW_HEIGHT, endMs }))}
  </svg>`;
}

/** The row as one would read it out. */
function spoken({ title, tookMs, outcome, trouble }: TimelineStep): string {
  const ended = ENDINGS[outcome];
  const problems = trouble.length === 0 ? '' : `, with ${count(trouble.length, 'problem')}`;
  return `${title}: ${durationText(tookMs)}${ended === '' ? '' : `, ${ended}`}${problems}.`;
}

const ENDINGS: Readonly<Record<TimelineStep['outcome'], string>> = {
  done: '',
  failed: 'failed',
  hung: 'never ended',
  skipped: 'not done',
  'not-reached': 'not reached',
  undone: 'taken back',
};

function row(step: TimelineStep, { top, endMs }: { readonly top: number; readonly endMs: number }): Markup {
  const { title, where } = step;
  const isIdle = step.outcome === 'skipped' || step.outcome === 'not-reached';
  const middle = top + BAR_TOP + BAR_HEIGHT / 2;
  return html`<g class="${isIdle ? 'idle' : 'step'}">
    <text x="0" y="${top + 13}">${title}<tspan class="where"> · ${where}</tspan></text>
    <text x="100%" y="${top + 13}" class="took"
      >${isIdle ? ENDINGS[step.outcome] : html`${note(step)}${tookText(step)}`}</text
    >
    <line x1="0" x2="100%" y1="${middle}" y2="${middle}" class="rail" />
    ${isIdle ? NOTHING : bar(step, top + BAR_TOP, endMs)}
  </g>`;
}

/** What is remarkable about a step, in words and with a mark. */
function note({ outcome, mood, trouble }: TimelineStep): Markup {
  const ending = ENDINGS[outcome];
  if (mood === 'good') return ending === '' ? NOTHING : html`${ending}${SEPARATOR}`;
  const text = trouble.length > 0 && ending === '' ? count(trouble.length, 'problem') : ending;
  return html`<tspan class="${mood}">${MOOD_MARKS[mood]} ${text}</tspan>${SEPARATOR}`;
}

function tookText({ tookMs }: TimelineStep): string {
  return tookMs === 0 ? 'at once' : durationText(tookMs);
}

function bar({ startedMs, tookMs, where, mood }: TimelineStep, y: number, endMs: number): Markup {
  const look = mood === 'good' ? where.replace(' ', '-') : mood;
  const width = Math.max(LEAST_WIDTH, (tookMs / endMs) * 100);
  const x = Math.min((startedMs / endMs) * 100, 100 - width);
  return html`<rect
    x="${x.toFixed(2)}%"
    y="${y}"
    width="${width.toFixed(2)}%"
    height="${BAR_HEIGHT}"
    rx="2"
    class="bar ${look}"
  />`;
}

function count(quantity: number, noun: string): string {
  return `${quantity} ${noun}${quantity === 1 ? '' : 's'}`;
}
