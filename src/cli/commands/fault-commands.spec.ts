import { describe, expect, it } from 'vitest';
import { FAULTS } from '#libs/linux-guest';
import { runCli } from '../run-cli.js';
import { recordingProcess } from '../testing/recording-process.js';

async function run(line: string) {
  const process = recordingProcess({ env: {} });
  const exit = await runCli(line.split(' '), process);
  return { exit, stdout: process.stdout.text };
}

describe('torpor fault list', () => {
  it('names every kind, what it takes, and the rule behind it, without a server', async () => {
    const { exit, stdout } = await run('fault list');
    const firstCells = stdout
      .trimEnd()
      .split('\n')
      .slice(1)
      .map((line) => line.split(' ')[0]);
    expect([exit, firstCells]).toEqual([0, Object.keys(FAULTS)]);
    expect(stdout).toMatch(/^device-missing +slot +machine +R56 +The new Hyper-V VM lacks this device\.$/m);
  });

  it('prints the catalogue as JSON', async () => {
    const { stdout } = await run('fault list -o json --query [0]');
    const [first] = Object.entries(FAULTS).map(([kind, entry]) => ({ kind, ...entry }));
    expect(JSON.parse(stdout)).toEqual(first);
  });
});
