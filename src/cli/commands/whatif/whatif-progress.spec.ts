import { describe, expect, it } from 'vitest';
import type { RunProgress } from '../../../what-if/run/run-progress.js';
import { Session } from '../../session.js';
import { type ProcessSettings, recordingProcess } from '../../testing/recording-process.js';
import { progressLine, whatIfProgress } from './whatif-progress.js';

const PROGRESS: RunProgress = {
  scenariosDone: 3,
  scenarios: 12,
  underWay: [{ scenario: 'azure, staggered', region: 'westeurope', day: 2, days: 3 }],
  events: 1_000,
  eventsPerSecond: 1_440_000,
  share: 0.279,
  leftMs: 125_000,
};

describe('progress of a run', () => {
  it.each<[Partial<RunProgress>, string]>([
    [{}, '3 of 12 scenarios done, 27 %, 1.4 million events/s, 2 m 05 s left'],
    [{ eventsPerSecond: 999_600 }, '3 of 12 scenarios done, 27 %, 1.0 million events/s, 2 m 05 s left'],
    [{ eventsPerSecond: 45_400 }, '3 of 12 scenarios done, 27 %, 45 thousand events/s, 2 m 05 s left'],
    [{ eventsPerSecond: 12.3 }, '3 of 12 scenarios done, 27 %, 12 events/s, 2 m 05 s left'],
    [
      { scenariosDone: 1, scenarios: 1, share: 1, leftMs: 0 },
      '1 of 1 scenario done, 100 %, 1.4 million events/s',
    ],
  ])('%j reads well', (change, line) => {
    expect(progressLine({ ...PROGRESS, ...change })).toBe(line);
  });

  it('says nothing before there is anything to say', () => {
    const { leftMs: _unknown, ...begun } = { ...PROGRESS, scenariosDone: 0, eventsPerSecond: 0, share: 0 };
    expect(progressLine(begun)).toBe('0 of 12 scenarios done, 0 %');
  });

  function shown(settings: Partial<ProcessSettings>, times: readonly number[], output?: 'json') {
    const process = recordingProcess({ env: {}, ...settings });
    let now = 0;
    const progress = whatIfProgress(new Session(process, output ? { output } : {}), () => now);
    for (const time of times) {
      now = time;
      progress.update(PROGRESS);
    }
    progress.end();
    return { stdout: process.stdout.text, stderr: process.stderr.text };
  }

  it('is redrawn in place on a terminal, and gone at the end', () => {
    const { stdout, stderr } = shown({ isTerminal: true, env: { NO_COLOR: '1' } }, [0]);
    expect(stdout).toBe('');
    expect(stderr).toBe(
      '\u001b[?7l| azure, staggered  westeurope  day 2 of 3\n' +
        '3 of 12 scenarios done, 27 %, 1.4 million events/s, 2 m 05 s left\n\u001b[?7h\u001b[2A\u001b[0J',
    );
  });

  it('is a line now and then elsewhere, and nothing beside what programs read', () => {
    const line = '3 of 12 scenarios done, 27 %, 1.4 million events/s, 2 m 05 s left\n';
    expect(shown({}, [0, 9_000, 10_000, 12_000, 21_000])).toEqual({ stdout: '', stderr: line + line + line });
    expect(shown({}, [0, 20_000], 'json')).toEqual({ stdout: '', stderr: '' });
  });
});
