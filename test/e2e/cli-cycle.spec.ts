import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../../src/cli/run-cli.js';
import { recordingProcess } from '../../src/cli/testing/recording-process.js';
import { type RunningTestServer, startServer } from './running-server.js';

/** The command line against a whole server: one story, each command as a person would type it. */

let server: RunningTestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

interface Outcome {
  readonly exit: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function torpor(line: string, files: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const process = recordingProcess({
    env: { TORPOR_HOME: server.home, TORPOR_TOKEN: server.token, TORPOR_RESOURCE_GROUP: 'night' },
    files,
  });
  const exit = await runCli(line.split(' '), process);
  return { exit, stdout: process.stdout.text, stderr: process.stderr.text };
}

/** What a query selects, as JSON. */
async function ask(line: string, query: string): Promise<unknown> {
  const { exit, stdout, stderr } = await torpor(`${line} -o json --query ${query}`);
  if (exit !== 0) throw new Error(`${line} ended with ${exit}: ${stderr}`);
  return JSON.parse(stdout) as unknown;
}

/** The code before the colon on stderr. */
function codeOf({ stderr }: Outcome): string {
  return stderr.split(':')[0] ?? '';
}

const POWER = 'properties.instanceView.statuses[1:].code';

describe('a VM, from its group to its end', () => {
  it('begins with a group and hosts', async () => {
    const outcomes = [
      await torpor('group create -n night -l eastus'),
      await torpor(
        'host register rack-1 --generation intel-ice-lake --vcpus 16 --memory-gib 64 --vf-slots 8',
      ),
      await torpor(
        'host register rack-2 --generation intel-ice-lake --vcpus 16 --memory-gib 64 --vf-slots 8',
      ),
    ];
    expect(outcomes.map(({ exit }) => exit)).toEqual([0, 0, 0]);
    expect(await ask('host list', '[].[name,properties.capacity.memoryMib]')).toEqual([
      ['rack-1', 65_536],
      ['rack-2', 65_536],
    ]);
  });

  it('creates a VM with its network, its disks and its emulation', async () => {
    const options =
      '--size Standard_D2s_v5 --enable-hibernation true --nics 2 --accelerated-networking true ' +
      '--data-disk-sizes-gb 64 128 --os-disk-size-gb 64 --tags night=yes --policy azure --host rack-1';
    const { exit, stdout } = await torpor(`vm create -n web-1 ${options}`);
    expect([exit, stdout.includes('boot-guest'), stdout.includes('rack-1')]).toEqual([0, true, true]);
    expect(await ask('vm show web-1 --emulation', 'properties.[policy,hostName,guestProfile]')).toEqual([
      'azure',
      'rack-1',
      'ubuntu-22.04',
    ]);
    const sizes = (await ask('disk list', '[].properties.diskSizeGB')) as readonly number[];
    expect(sizes.toSorted((left, right) => left - right)).toEqual([64, 64, 128]);
  });

  it('refuses a second VM of the name, and one that nothing is known of', async () => {
    const [again, unknown] = [await torpor('vm create -n web-1'), await torpor('vm show web-9')];
    expect([again.exit, codeOf(again), unknown.exit]).toEqual([4, 'vm-name-taken', 3]);
  });

  it('takes back the network of a VM that is refused', async () => {
    const refused = await torpor('vm create -n web-2 --size Standard_Nonsense');
    const nics = await server.call(
      'GET',
      `/subscriptions/${server.subscription}/providers/Microsoft.Network/networkInterfaces`,
    );
    const names = (nics.body as { value: { name: string }[] }).value.map(({ name }) => name).toSorted();
    expect([refused.exit, codeOf(refused), names]).toEqual([
      2,
      'size-unknown',
      ['web-1VMNic', 'web-1VMNic2'],
    ]);
  });

  it('hibernates it, and shows it hibernated', async () => {
    const { exit, stdout } = await torpor('vm hibernate web-1');
    expect([exit, stdout.split('\n').at(-2)?.startsWith('hibernate-vm of web-1: succeeded')]).toEqual([
      0,
      true,
    ]);
    expect(await ask('vm show web-1', POWER)).toEqual([
      'PowerState/deallocated',
      'HibernationState/Hibernated',
    ]);
    expect((await torpor('vm list')).stdout).toContain('hibernated');
  });

  it('refuses to resize it while it is hibernated', async () => {
    const outcome = await torpor('vm update web-1 --size Standard_D4s_v5');
    expect([outcome.exit, codeOf(outcome)]).toEqual([4, 'hibernated-vm-immutable']);
  });

  it('resumes it on another host, and says how each device fared', async () => {
    await torpor('vm update web-1 --host rack-2');
    const { exit, stdout } = await torpor('vm start web-1');
    expect([
      exit,
      stdout.includes('match-offers'),
      stdout.includes('DEVICES-'),
      stdout.includes('verdict: resumed'),
    ]).toEqual([0, true, true, true]);
    expect(await ask('vm show web-1 --emulation', 'properties.[hostName,verdict.severity]')).toEqual([
      'rack-2',
      'resumed',
    ]);
    expect(await ask('vm show web-1', POWER)).toEqual(['PowerState/running']);
  });

  it('tells the story of an operation again', async () => {
    const [last] = (await ask('operation list --vm web-1 --top 1', '[].name')) as readonly string[];
    const [shown, logged, watched] = [
      await torpor(`operation show ${last}`),
      await torpor(`operation show ${last} --log`),
      await torpor(`operation watch ${last}`),
    ];
    expect([shown.exit, watched.exit, logged.stdout.length > shown.stdout.length]).toEqual([0, 0, true]);
    expect((await torpor(`operation cancel ${last}`)).exit).toBe(4);
  });
});

describe('the clock', () => {
  it('holds an operation until it is advanced', async () => {
    expect((await torpor('clock set --mode manual')).exit).toBe(0);
    const [operationId] = [await ask('vm stop web-1 --no-wait', 'name')] as readonly string[];
    expect(await ask(`operation show ${operationId}`, 'properties.status')).toBe('running');
    expect((await torpor('clock advance 1h')).exit).toBe(0);
    expect((await torpor(`operation watch ${operationId}`)).exit).toBe(0);
    expect((await torpor('clock set --mode immediate')).exit).toBe(0);
    expect(codeOf(await torpor('clock advance 1h'))).toBe('clock-mode-forbids');
  });
});

describe('policies and profiles', () => {
  it('creates a policy from one that was printed, activates and deletes it', async () => {
    const { stdout } = await torpor(
      'policy show local-hyperv -o json --query properties.{description:description,devices:devices,removeVfsBeforeHibernation:removeVfsBeforeHibernation,dda:dda}',
    );
    const files = { 'p.json': stdout };
    const outcomes = [
      await torpor('policy create mine -f p.json', files),
      await torpor('policy activate mine'),
      await torpor('policy delete mine'),
      await torpor('policy activate azure'),
      await torpor('policy delete mine'),
      await torpor('policy delete azure'),
    ];
    expect(outcomes.map(({ exit }) => exit)).toEqual([0, 0, 4, 0, 0, 4]);
  });

  it('tells what is wrong with a policy by its place in the file', async () => {
    const file = 'name: bad\ndescription: x\ndevices:\n  nic: { kind: frozen }\n';
    const outcome = await torpor('policy create -f p.yaml', { 'p.yaml': file });
    expect([outcome.exit, /\n {2}p\.yaml:4:\d+ devices\.nic/.test(outcome.stderr)]).toEqual([2, true]);
  });

  it('lists guest profiles', async () => {
    expect((await torpor('profile list')).stdout).toContain('ubuntu-22.04');
  });
});

describe('jobs', () => {
  const FILE = `- name: morning
  action: start
  select: { tag: { name: night } }
  retry: { attempts: 2, delaySeconds: 0 }
- name: nobody
  action: start
  select: { virtualMachines: [{ resourceGroup: night, name: ghost }] }
`;

  it('TORPOR-17 submits nothing of a file with a fault', async () => {
    const outcome = await torpor('job submit -f jobs.yaml', { 'jobs.yaml': FILE.replace('start', 'stop') });
    expect([outcome.exit, codeOf(outcome), await ask('job list', 'length(@)')]).toEqual([
      2,
      'job-file-invalid',
      0,
    ]);
  });

  it('tells a refusal of the server by its place in the file', async () => {
    const outcome = await torpor('job submit -f jobs.yaml', { 'jobs.yaml': FILE });
    expect([outcome.exit, outcome.stderr.split('\n').slice(1, 3)]).toEqual([
      2,
      [
        '  jobs.yaml:7:31 [1].select.virtualMachines[0]: there is no VM ghost in group night.',
        '  submitted before that: morning',
      ],
    ]);
  });

  it('follows one to its end, and shows every VM', async () => {
    const watched = await torpor('job watch morning');
    expect([watched.exit, await ask('job show morning', 'properties.items[].[vmName,status]')]).toEqual([
      0,
      [['web-1', 'succeeded']],
    ]);
    expect((await torpor('job submit -f jobs.yaml', { 'jobs.yaml': FILE })).exit).toBe(4);
  });

  it('ends with 5 when no VM could be done', async () => {
    const file = '{"name": "again", "action": "start", "select": {"resourceGroup": "night"}}';
    const outcome = await torpor('job submit -f again.json --wait', { 'again.json': file });
    expect([outcome.exit, outcome.stdout.includes('vm-state-forbids')]).toEqual([5, true]);
  });
});

describe('the end', () => {
  it('recovers the VMs of a failed host', async () => {
    const [operationId] = (await ask('host fail rack-2', 'properties.operations')) as readonly string[];
    expect((await torpor(`operation watch ${operationId}`)).exit).toBe(0);
    expect(await ask('vm show web-1', POWER)).toEqual(['PowerState/deallocated']);
    expect((await torpor('host repair rack-2')).exit).toBe(0);
  });

  it('hibernates from inside, deletes the VM, then the group', async () => {
    const outcomes = [
      await torpor('vm start web-1'),
      await torpor('vm self-hibernate web-1'),
      await torpor('vm delete web-1 --yes'),
      await torpor('vm delete web-1 --yes'),
      await torpor('group delete night --yes'),
      await torpor('vm list -g night'),
      await torpor('host remove rack-1'),
    ];
    expect(outcomes.map(({ exit }) => exit)).toEqual([0, 0, 0, 0, 0, 3, 0]);
  });
});
