import { describe, expect, it } from 'vitest';
import type { RunStory } from '../../../what-if/run/explain-run.js';
import { explanationLines } from '../../render/explanation.js';
import { PLAIN } from '../../render/style.js';
import { EXPLANATION } from '../../testing/explanation.js';
import { storyLines } from './story-lines.js';

const HOUR_MS = 3_600_000;
const HOST = { name: 'host-3', type: 'new', cluster: 'west-1' };

const STORY: RunStory = {
  scenario: 'azure, staggered',
  vm: 'vm-0000042',
  number: 42,
  region: 'westeurope',
  group: 'office',
  make: 'Standard_D2s_v5, 1 NIC',
  timeline: [
    { atMs: 8 * HOUR_MS, what: 'start-asked' },
    { atMs: 8 * HOUR_MS + 2_000, what: 'placed', host: HOST },
    {
      atMs: 18 * HOUR_MS,
      what: 'stayed-awake',
      faults: ['device-missing nic 0'],
      cause: { act: 'hibernate', kind: 'refused', rule: 'AZURE-7', summary: 'Its size cannot hibernate.' },
    },
    { atMs: 33 * HOUR_MS, what: 'no-host' },
  ],
  acts: [
    { act: 'boot', atMs: 8 * HOUR_MS + 2_000, host: 'host-3', tookMs: 36_000, refusals: [] },
    {
      act: 'hibernate',
      atMs: 18 * HOUR_MS,
      host: 'host-3',
      tookMs: 0,
      refusals: [
        { code: 'size-not-hibernatable', rule: 'AZURE-7', detail: 'size Standard_A1 cannot hibernate' },
      ],
    } as RunStory['acts'][number],
  ],
  agrees: true,
};

describe('the story of a VM on a terminal', () => {
  it('begins with what befell it, then tells its acts', () => {
    expect(storyLines(STORY, PLAIN, { isFull: false })).toEqual([
      'vm-0000042',
      '  scenario  azure, staggered',
      '  region    westeurope',
      '  number    42',
      '  group     office',
      '  machine   Standard_D2s_v5, 1 NIC',
      '',
      'when            what                  host                    how it ended',
      'day 0 08:00:00  is asked to start',
      'day 0 08:00:02  gets a host           host-3 of west-1 (new)',
      'day 0 18:00:00  does not go to sleep                          refused [AZURE-7]; staged: device-missing nic 0',
      'day 1 09:00:00  finds no host',
      '',
      'day 0 08:00:02  boot on host-3, 36.0 s',
      '  It boots afresh.',
      '',
      'day 0 18:00:00  hibernation on host-3, 0 ms',
      '  refused AZURE-7: size Standard_A1 cannot hibernate',
    ]);
  });

  it('tells at length what went wrong, and what went well when asked', () => {
    const fate = { kind: 'asleep', cause: { act: 'hibernate', kind: 'asleep', summary: 'It sleeps.' } };
    const act = {
      ...STORY.acts[0]!,
      act: 'hibernate',
      fate,
      explanation: EXPLANATION,
    } as RunStory['acts'][number];
    const story = { ...STORY, acts: [act] };
    const short = storyLines(story, PLAIN, { isFull: false });
    const long = [...short.slice(0, -1), ...explanationLines(EXPLANATION, PLAIN)];
    expect(short.slice(-1)).toEqual(['  It sleeps.']);
    expect(storyLines(story, PLAIN, { isFull: true })).toEqual(long);
    const bad = { ...act, fate: { ...fate, kind: 'degraded' } } as RunStory['acts'][number];
    expect(storyLines({ ...story, acts: [bad] }, PLAIN, { isFull: false })).toEqual(long);
  });

  it('says so when there is nothing to tell, or the two ways do not agree', () => {
    const { make: _unknown, ...rest } = STORY;
    const empty = storyLines({ ...rest, timeline: [], acts: [] }, PLAIN, { isFull: false });
    expect(empty.slice(5)).toEqual([
      '',
      'Nothing befell it.',
      '',
      'It has no guest: there is nothing more to tell.',
    ]);
    const lines = storyLines({ ...STORY, agrees: false }, PLAIN, { isFull: false });
    expect(lines).toContain('Alone, this VM ended otherwise than in the run.');
  });
});
