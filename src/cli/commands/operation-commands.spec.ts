import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../run-cli.js';
import { operation, OPERATION, runningOperation } from '../testing/documents.js';
import { type ProcessSettings, recordingProcess } from '../testing/recording-process.js';
import { accepted, startStubServer, type StubServer } from '../testing/stub-server.js';

let server: StubServer;
beforeAll(async () => {
  server = await startStubServer();
});
afterAll(() => server.close());

async function run(line: string, settings: Partial<ProcessSettings> = {}) {
  const process = recordingProcess({ ...settings, env: { TORPOR_HOME: server.home } });
  const exit = await runCli(line.split(' '), process);
  return { exit, stdout: process.stdout.text, stderr: process.stderr.text };
}

const VM = 'S/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/web-1';
const EMULATOR = 'S/providers/Torpor.Emulator';

describe('operations', () => {
  const operationPath = `GET ${EMULATOR}/operations/op-1`;

  it.each([
    ['hibernate', 'deallocate?hibernate=true'],
    ['deallocate', 'deallocate'],
    ['deallocate --hibernate true', 'deallocate?hibernate=true'],
    ['deallocate --hibernate false', 'deallocate'],
    ['start', 'start'],
    ['restart', 'restart'],
    ['stop', 'powerOff?skipShutdown=false'],
    ['stop --skip-shutdown', 'powerOff?skipShutdown=true'],
    ['self-hibernate', 'providers/Torpor.Emulator/guestHibernate'],
  ])('vm %s posts to %s and follows the operation', async (verb, action) => {
    server.serve({ [`POST ${VM}/${action}`]: accepted('op-1'), [operationPath]: { body: OPERATION } });
    const { exit } = await run(`vm ${verb} -n web-1 -g rg`);
    expect([exit, server.requests]).toEqual([0, [`POST ${VM}/${action}`, operationPath]]);
  });

  it('adds a line for each step as it settles, then how it ended', async () => {
    server.serve({
      [`POST ${VM}/start`]: accepted('op-1'),
      [operationPath]: [{ body: runningOperation(0) }, { body: runningOperation(2) }, { body: OPERATION }],
    });
    expect((await run('vm start web-1 -g rg')).stdout).toBe(
      [
        'hibernate-vm of web-1, operation op-1',
        '        at       took  zone     step             outcome',
        '    +0.0 s       4 ms           claim-vm         done',
        '    +0.0 s                      remove-vfs       skipped      no VFs',
        '    +0.0 s     31.3 s  pivot    await-s4         done',
        '   +31.3 s   1 m 10 s  forward  mark-hibernated  done',
        '',
        'hibernate-vm of web-1: succeeded in 1 m 41 s of emulated time',
        '',
      ].join('\n'),
    );
  });

  it.each(['failed', 'stuck', 'canceled'] as const)('ends with 5 when it is %s', async (status) => {
    const error = { code: 'guest-hung', message: 'The guest hangs.', rule: 'R21', remedy: 'Look.' };
    const ended = operation({ status, error });
    server.serve({ [`POST ${VM}/start`]: accepted('op-1'), [operationPath]: { body: ended } });
    expect(await run('vm start web-1 -g rg -o json')).toEqual({
      exit: 5,
      stdout: `${JSON.stringify(ended, null, 2)}\n`,
      stderr: 'guest-hung: The guest hangs.\n  operation op-1\n  rule    R21\n  remedy  Look.\n',
    });
  });

  it('does not wait when told so', async () => {
    server.serve({ [`POST ${VM}/start`]: accepted('op-1'), [operationPath]: { body: runningOperation(0) } });
    expect(await run('vm start web-1 -g rg --no-wait')).toEqual({
      exit: 0,
      stdout:
        'hibernate-vm of web-1: running for 4 ms of emulated time\nWatch it with: torpor operation watch op-1\n',
      stderr: '',
    });
  });

  it('takes a deletion of what is not there for done', async () => {
    server.serve({ [`DELETE ${VM}`]: { status: 204 } });
    expect(await run('vm delete web-1 -g rg --yes')).toEqual({
      exit: 0,
      stdout: 'There was nothing to do.\n',
      stderr: '',
    });
  });

  it('deletes only after a yes', async () => {
    server.serve({ [`DELETE ${VM}`]: { status: 204 } });
    const answers = [
      await run('vm delete web-1 -g rg', { answer: false }),
      await run('vm delete web-1 -g rg', { answer: true }),
    ];
    expect([answers.map(({ exit }) => exit), server.requests]).toEqual([[2, 0], [`DELETE ${VM}`]]);
  });

  it('lists, shows, watches, cancels and retries', async () => {
    const cancel = `POST ${EMULATOR}/operations/op-1/cancel`;
    server.serve({
      [`GET ${EMULATOR}/operations?status=failed&vm=web-1&top=5`]: { body: { value: [OPERATION] } },
      [operationPath]: { body: OPERATION },
      [`${operationPath}?$expand=log`]: { body: operation({ log: [] }) },
      [cancel]: { body: operation({ status: 'canceled' }) },
      [`POST ${EMULATOR}/operations/op-1/retry`]: { body: operation({ status: 'running' }) },
    });
    const results = [
      await run('operation list --status failed --vm web-1 --top 5'),
      await run('operation show op-1 --log'),
      await run('operation watch op-1'),
      await run('operation cancel op-1'),
      await run('operation retry op-1'),
    ];
    expect([results.map(({ exit }) => exit), results[0]?.stdout]).toEqual([
      [0, 0, 0, 0, 0],
      [
        'id    pipeline      VM     status         took  created                   error',
        'op-1  hibernate-vm  web-1  succeeded  1 m 41 s  2026-01-05T08:30:00.000Z',
        '',
      ].join('\n'),
    ]);
  });
});
