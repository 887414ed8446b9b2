import { describe, expect, it } from 'vitest';
import { ACCEPTANCE_CASES } from '../../../acceptance/acceptance-cases.js';
import { runCli } from '../../run-cli.js';
import { recordingProcess } from '../../testing/recording-process.js';
import { exitOf } from './acceptance-command.js';

async function run(line: string) {
  const process = recordingProcess({ env: { TORPOR_HOME: '/nonexistent' } });
  const exit = await runCli(line.split(' '), process);
  return { exit, stdout: process.stdout.text, stderr: process.stderr.text };
}

describe('acceptance, without a server', () => {
  it('lists its cases', async () => {
    const { exit, stdout } = await run('acceptance --list --only one-nic,time-sync');
    expect([exit, stdout.split('\n')]).toEqual([
      0,
      [
        'case       group  expected    what is done                                rules',
        'one-nic    usual  comes back  one NIC                                     MOVE-6',
        'time-sync  usual  comes back  the clock shows the time of the host again  R70 R74',
        '',
      ],
    ]);
  });

  it('lists them for programs, with what is expected', async () => {
    const { stdout } = await run('acceptance --list -o json');
    expect(
      (JSON.parse(stdout) as { id: string; expects: unknown }[]).map(({ id, expects }) => [id, expects]),
    ).toEqual(ACCEPTANCE_CASES.map(({ id, expects }) => [id, expects]));
  });

  it.each([
    ['acceptance -g rg -n web-1 --only one-nic nonsense', 'usage: there is no case nonsense'],
    ['acceptance -g rg', 'usage: a name is missing'],
    ['acceptance -n web-1', 'usage: a resource group is missing'],
    ['acceptance -g rg -n web-1 --vm web-2', 'usage: two names are given: web-1 and web-2'],
    ['acceptance -g rg -n web-1 --junit /nonexistent/a.xml', 'usage: nothing can be written to /nonexistent'],
  ])('%s is wrong', async (line, first) => {
    const { exit, stderr } = await run(line);
    expect([exit, stderr.split('\n')[0]]).toEqual([2, first]);
  });
});

describe('exitOf', () => {
  it.each([
    [{ passed: 3, failed: 0, notRun: 0 }, 0],
    [{ passed: 2, failed: 1, notRun: 0 }, 5],
    [{ passed: 2, failed: 0, notRun: 1 }, 4],
    [{ passed: 1, failed: 1, notRun: 1 }, 5],
  ])('%j: %i', (counts, exit) => {
    expect(exitOf(counts)).toBe(exit);
  });
});
