import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Explanation } from '#libs/explanation';
import { runCli } from '../../src/cli/run-cli.js';
import { recordingProcess } from '../../src/cli/testing/recording-process.js';
import { registerHost, type RunningTestServer, startServer } from './running-server.js';

/** Learning from what went wrong, as a person would type it: explain, pin, and try the advice that is given. */

let server: RunningTestServer;
beforeAll(async () => {
  server = await startServer();
  for (const host of ['rack-1', 'rack-2']) await registerHost(server, host);
  await torpor('group create -n night -l eastus');
});
afterAll(() => server.close());

async function torpor(line: string, files: Readonly<Record<string, string>> = {}) {
  const process = recordingProcess({ env: { TORPOR_HOME: server.home, TORPOR_TOKEN: server.token }, files });
  const exit = await runCli(wordsOf(line), process);
  return { exit, stdout: process.stdout.text, stderr: process.stderr.text };
}

/** Words as a shell takes them, as far as single quotes go. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/(?:'([^']*)'|(\S+))/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

async function explained(name: string): Promise<Explanation> {
  const { stdout } = await torpor(`vm explain -g night -n ${name} -o json`);
  return (JSON.parse(stdout) as { properties: Explanation }).properties;
}

const CREATE = '--size Standard_D2s_v5 --enable-hibernation true --os-disk-size-gb 64';

describe('a VM on a local Hyper-V', () => {
  it('MOVE-13 sleeps, is pinned by the commands of its explanation, and comes back', async () => {
    await torpor(`vm create -g night -n local ${CREATE} --policy local-hyperv`);
    await torpor('vm hibernate -g night -n local');
    const list = await torpor('vm pins -g night -n local');
    expect(list.stdout.split('\n')[0]).toBe(
      'For the image on its OS disk, under policy local-hyperv: 3 of 4 values would not be as needed.',
    );
    const { stdout: policy } = await torpor('vm pins -g night -n local --policy-name pinned');
    const outcomes = [
      await torpor('policy create -f pinned.yaml', { 'pinned.yaml': policy }),
      await torpor('vm update -g night -n local --policy pinned'),
      await torpor('vm start -g night -n local'),
    ];
    expect(outcomes.map(({ exit }) => exit)).toEqual([0, 0, 0]);
    const { severity, headline, pins } = await explained('local');
    expect([severity, headline, pins]).toEqual([
      'resumed',
      'The VM came back: the same programs run on where they were put to sleep, with all 13 of its devices.',
      undefined,
    ]);
  });
});

describe('a VM that does not go to sleep', () => {
  it('UIO-2 R82 INITIATE-3 does once every piece of advice was followed', async () => {
    const overrides = `hasUdevHibernateRule=false swapMib=512 anonymousMib=16 'uioSlots=["nic 0"]'`;
    await torpor(`vm create -g night -n stubborn ${CREATE} --guest-override ${overrides}`);
    const rules: string[] = [];
    for (let attempt = 0; attempt < 4; attempt++) {
      await torpor('vm hibernate -g night -n stubborn');
      const { severity, cause, prevention } = await explained('stubborn');
      rules.push(cause?.rule ?? severity);
      for (const { command = '' } of prevention) {
        const { exit, stderr } = await torpor(command.replace(/^torpor /, ''));
        expect([command, exit, stderr]).toEqual([command, 0, '']);
      }
      // What takes a boot to have an effect.
      if (cause?.rule === 'UIO-2') await torpor('vm restart -g night -n stubborn');
    }
    expect(rules).toEqual(['R89', 'UIO-2', 'R82', 'hibernated']);
  });
});
