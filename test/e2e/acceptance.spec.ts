import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ACCEPTANCE_CASES } from '../../src/acceptance/acceptance-cases.js';
import type { AcceptanceReport } from '../../src/acceptance/acceptance-report.js';
import { runCli } from '../../src/cli/run-cli.js';
import { type RecordingProcess, recordingProcess } from '../../src/cli/testing/recording-process.js';
import { type RunningTestServer, startServer } from './running-server.js';

/** `torpor acceptance` against a whole server: images that are good, and images that are not. */

let server: RunningTestServer;
let folder = '';

beforeAll(async () => {
  server = await startServer();
  folder = mkdtempSync(join(tmpdir(), 'torpor-acceptance-'));
  await torpor('group create -n gold -l eastus');
  await torpor('host register only-host --generation intel-ice-lake --vf-slots 0');
  const common =
    '--size Standard_D2s_v5 --enable-hibernation true --os-disk-size-gb 64 --guest-profile ubuntu-24.04';
  for (const [name, options] of [
    ['good', '--policy azure --data-disk-sizes-gb 32'],
    ['without-rule', '--policy azure --guest-override hasUdevHibernateRule=false'],
    ['unpinned', '--policy local-hyperv'],
  ]) {
    const { exit, stderr } = await torpor(`vm create -n ${name} ${common} ${options}`);
    if (exit !== 0) throw new Error(stderr);
  }
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

async function torpor(line: string, onSleep?: (process: RecordingProcess) => void) {
  const env = { TORPOR_HOME: server.home, TORPOR_TOKEN: server.token, TORPOR_RESOURCE_GROUP: 'gold' };
  const process = recordingProcess({ env, ...(onSleep === undefined ? {} : { onSleep }) });
  const exit = await runCli(line.split(' '), process);
  return { exit, stdout: process.stdout.text, stderr: process.stderr.text };
}

async function ask(line: string): Promise<unknown> {
  return JSON.parse((await torpor(`${line} -o json`)).stdout) as unknown;
}

/** Runs cases; answers the exit code and what became of each. */
async function accept(line: string) {
  const { exit, stdout, stderr } = await torpor(`acceptance ${line} -o json`);
  if (stdout === '') throw new Error(stderr);
  const report = JSON.parse(stdout) as AcceptanceReport;
  return { exit, report, results: report.cases.map(({ id, result, why }) => [id, result, why] as const) };
}

const names = async (collection: string) =>
  ((await ask(`${collection} list`)) as readonly { readonly name: string }[]).map(({ name }) => name);

/** All groups and hosts that there are. */
const fleet = async () => ({ groups: await names('group'), hosts: await names('host') });
const UNTOUCHED = { groups: ['gold'], hosts: ['only-host'] };

afterEach(async () => {
  expect(await fleet()).toEqual(UNTOUCHED);
});

describe('a good image under policy azure', () => {
  it('passes every case, and is written about in both ways', async () => {
    const [junit, json] = [join(folder, 'acceptance.xml'), join(folder, 'acceptance.json')];
    const { exit, stdout } = await torpor(
      `acceptance -n good --junit ${junit} --json ${json} --concurrency 4`,
    );
    const report = JSON.parse(readFileSync(json, 'utf8')) as AcceptanceReport;
    expect(report.cases.filter(({ result }) => result !== 'passed')).toEqual([]);
    expect([exit, report.cases.map(({ id }) => id)]).toEqual([0, ACCEPTANCE_CASES.map(({ id }) => id)]);
    expect(stdout.split('\n').at(-2)).toBe(`${ACCEPTANCE_CASES.length} passed, 0 failed, 0 not run`);

    const xml = readFileSync(junit, 'utf8');
    expect([xml.match(/<testcase /g)?.length, xml.includes('<failure'), xml.includes('<skipped')]).toEqual([
      ACCEPTANCE_CASES.length,
      false,
      false,
    ]);

    const resumesOf = (id: string) => report.cases.find((one) => one.id === id)?.resumes ?? [];
    expect(resumesOf('ten-cycles').map(({ severity }) => severity)).toEqual(Array(10).fill('resumed'));
    expect(resumesOf('restart-between').length).toBe(2);
    const [moved] = resumesOf('chosen-host');
    expect(
      [moved?.hostBefore, moved?.hostAfter].map((host) => host?.replace(/^acceptance-\w+-/, '')),
    ).toEqual(['host-1', 'host-2']);
  });

  it('runs on the hosts of the fleet as far as they go, and says where they do not', async () => {
    const { exit, results } = await accept(
      '-n good --own-hosts false --only one-nic sr-iov chosen-host other-processor',
    );
    expect([exit, results]).toEqual([
      4,
      [
        [
          'sr-iov',
          'not run',
          'create: no-capacity: No host has room for the VM: no host has room: vf-slots rejects 1.',
        ],
        ['one-nic', 'passed', 'the same boot, 1 NIC, 0 VFs, 2 disks'],
        ['chosen-host', 'not run', 'there are no two available hosts of one generation'],
        [
          'other-processor',
          'not run',
          'there are no two available hosts of which one has an older processor, or one of another vendor, under the same Hyper-V',
        ],
      ],
    ]);
  });

  it('leaves everything to be looked at when asked to', async () => {
    const { report } = await accept('-n good --only one-nic --keep');
    const { resourceGroup, hosts } = report.scratch;
    const { exit, stdout } = await torpor(`vm show one-nic -g ${resourceGroup}`);
    expect([exit, stdout.includes('verdict: resumed'), hosts.length]).toEqual([0, true, 4]);
    await torpor(`group delete ${resourceGroup} --yes`);
    for (const host of hosts) await torpor(`host remove ${host}`);
  });
});

describe('an image that lacks the udev rule', () => {
  it('INITIATE-3 fails for that reason, until the extension has set it up', async () => {
    const { exit, results } = await accept(
      '-n without-rule --only synthetic-network extension-set-up image-corrupt',
    );
    const why =
      'hibernate: guest-lacks-udev-rule, hibernate-aborted at trigger (R89): ' +
      'the guest answered yes, sent its uevent and ran on';
    expect([exit, results]).toEqual([
      5,
      [
        ['synthetic-network', 'failed', why],
        ['extension-set-up', 'passed', 'the same boot, 1 NIC, 0 VFs, 1 disk'],
        ['image-corrupt', 'failed', why],
      ],
    ]);
  });
});

describe('policy local-hyperv', () => {
  it('MOVE-5 fails every cycle, naming the controller of the OS disk', async () => {
    const { exit, results } = await accept(
      '-n unpinned --only one-nic time-sync ten-cycles restart-between chosen-host',
    );
    const told = results.map(([id, result, why]) => [
      id,
      result,
      why.startsWith('hung-or-undefined at R2r (R56): scsi 0 ('),
    ]);
    const ids = ['one-nic', 'time-sync', 'ten-cycles', 'restart-between', 'chosen-host'];
    expect([exit, told]).toEqual([5, ids.map((id) => [id, 'failed', true])]);
  });
});

describe('a run that does not get to its end', () => {
  it('is cleared away when it is interrupted, and says what was not run', async () => {
    const json = join(folder, 'interrupted.json');
    let sleeps = 0;
    const { exit, stderr } = await torpor(`acceptance -n good --json ${json}`, (process) => {
      if (++sleeps === 20) process.interrupt();
    });
    const { cases, scratch } = JSON.parse(readFileSync(json, 'utf8')) as AcceptanceReport;
    expect([exit, stderr]).toEqual([130, `Interrupted; group ${scratch.resourceGroup} is removed.\n`]);
    expect(cases.at(-1)).toMatchObject({ result: 'not run', why: 'interrupted' });
  });

  it('makes nothing for a VM that is not there', async () => {
    const json = join(folder, 'nothing.json');
    const { exit, stderr } = await torpor(`acceptance -n ghost --json ${json}`);
    expect([exit, stderr.split(':')[0], existsSync(json)]).toEqual([3, 'vm-not-found', false]);
  });
});
