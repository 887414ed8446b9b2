import type { ToldAct } from '#libs/what-if';
import type { RunStory } from '../../../what-if/run/explain-run.js';
import type { StoryEvent, StoryHost } from '../../../what-if/run/vm-story.js';
import { explanationLines } from '../../render/explanation.js';
import { printable } from '../../render/printable.js';
import { duration } from '../../render/quantities.js';
import type { Style } from '../../render/style.js';
import { fieldLines, tableLines } from '../../render/table.js';
import { textWidth, wrapped } from '../../render/wrap.js';

export interface StoryLayout {
  readonly width?: number;
  /** Whether acts that went well are told at length, too. */
  readonly isFull: boolean;
}

const WHAT: Readonly<Record<StoryEvent['what'], string>> = {
  'start-asked': 'is asked to start',
  'turned-away': 'the request is turned away (429)',
  'no-host': 'finds no host',
  placed: 'gets a host',
  booted: 'has booted',
  resumed: 'its start is over',
  'start-failed': 'the start is given up',
  'hibernation-asked': 'is asked to hibernate',
  'fell-asleep': 'goes to sleep',
  'stayed-awake': 'does not go to sleep',
  saved: 'has left its host',
  'host-failed': 'loses its host',
  deleted: 'is deleted',
  skipped: 'nothing to do: it is not in a state for that',
};

/** The story of a VM as people read it on a terminal: what befell it in the run, then each act and why. */
export function storyLines(story: RunStory, style: Style, layout: StoryLayout): readonly string[] {
  const { vm, number, region, scenario, group, make, timeline, acts, agrees } = story;
  const width = textWidth(layout.width);
  const facts = fieldLines(
    [
      ['scenario', printable(scenario)],
      ['region', printable(region)],
      ['number', String(number)],
      ['group', printable(group)],
      ['machine', make === undefined ? undefined : printable(make)],
    ],
    style,
  );
  return [
    style.strong(printable(vm)),
    ...facts,
    '',
    ...timelineLines(timeline, style),
    ...(agrees
      ? []
      : ['', ...wrapped('Alone, this VM ended otherwise than in the run.', { width }).map(style.bad)]),
    ...(acts.length === 0 ? ['', 'It has no guest: there is nothing more to tell.'] : []),
    ...acts.flatMap((act) => ['', ...actLines(act, style, layout)]),
  ];
}

function timelineLines(timeline: readonly StoryEvent[], style: Style): readonly string[] {
  if (timeline.length === 0) return ['Nothing befell it.'];
  const rows = timeline.map(({ atMs, what, host, faults = [], cause }) => [
    timeOf(atMs),
    WHAT[what],
    hostText(host),
    [
      ...(cause === undefined ? [] : [`${cause.kind}${cause.rule === undefined ? '' : ` [${cause.rule}]`}`]),
      ...faults.map((fault) => `staged: ${printable(fault)}`),
    ].join('; '),
  ]);
  const titles = [{ title: 'when' }, { title: 'what' }, { title: 'host' }, { title: 'how it ended' }];
  return tableLines(titles, rows, style);
}

function hostText(host: StoryHost | undefined): string {
  return host === undefined ? '' : printable(`${host.name} of ${host.cluster} (${host.type})`);
}

/** `day 1 08:59:07`; days count from 0, as in the results. */
function timeOf(atMs: number): string {
  const seconds = Math.floor(atMs / 1_000);
  const twoDigits = (value: number) => String(value % 60).padStart(2, '0');
  const hours = String(Math.floor(seconds / 3_600) % 24).padStart(2, '0');
  return `day ${Math.floor(seconds / 86_400)} ${hours}:${twoDigits(Math.floor(seconds / 60))}:${twoDigits(seconds)}`;
}

const HARMLESS = ['asleep', 'resumed'];

function actLines(told: ToldAct, style: Style, layout: StoryLayout): readonly string[] {
  const { act, atMs, host, tookMs, fate, refusals, explanation } = told;
  const head = style.strong(`${timeOf(atMs)}  ${ACTS[act]} on ${printable(host)}, ${duration(tookMs)}`);
  const isHarmless = fate === undefined || HARMLESS.includes(fate.kind);
  if (explanation !== undefined && (layout.isFull || !isHarmless)) {
    const { width } = layout;
    return [head, ...explanationLines(explanation, style, width === undefined ? {} : { width })];
  }
  return [
    head,
    ...(refusals.length > 0
      ? refusals.map(({ rule, detail }) => `  ${style.bad('refused')} ${rule}: ${printable(detail)}`)
      : [`  ${printable(fate?.cause.summary ?? 'It boots afresh.')}`]),
  ];
}

const ACTS: Readonly<Record<ToldAct['act'], string>> = {
  boot: 'boot',
  hibernate: 'hibernation',
  resume: 'resume',
};
