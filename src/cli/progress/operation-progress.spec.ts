import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../run-cli.js';
import { operation, OPERATION, runningOperation } from '../testing/documents.js';
import { type ProcessSettings, recordingProcess } from '../testing/recording-process.js';
import { startStubServer, type StubRoutes, type StubServer } from '../testing/stub-server.js';

let server: StubServer;
beforeAll(async () => {
  server = await startStubServer();
});
afterAll(() => server.close());

const OPERATION_ROUTE = 'GET S/providers/Torpor.Emulator/operations/op-1';
const CLOCK_ROUTE = 'GET S/providers/Torpor.Emulator/clock/default';

async function watch(
  routes: StubRoutes,
  settings: Partial<ProcessSettings> = {},
  ...options: readonly string[]
) {
  server.serve(routes);
  const process = recordingProcess({ ...settings, env: { TORPOR_HOME: server.home, NO_COLOR: '1' } });
  const exit = await runCli(['operation', 'watch', 'op-1', ...options], process);
  return { exit, process };
}

const ESCAPE = '\u001b';

describe('watching on a terminal', () => {
  it('draws the timeline in place, takes it away, and prints the whole in the end', async () => {
    const { exit, process } = await watch(
      {
        [OPERATION_ROUTE]: [
          { body: runningOperation(0) },
          { body: runningOperation(2) },
          { body: OPERATION },
        ],
      },
      { isTerminal: true },
    );
    const drawn = process.stderr.text.split(`${ESCAPE}[6A${ESCAPE}[0J`);
    expect([exit, drawn.length, drawn.at(-1)]).toEqual([0, 4, '']);
    expect(drawn[1]).toBe(
      [
        `${ESCAPE}[?7lhibernate-vm of web-1: running for 4 ms of emulated time`,
        '        at       took  zone     step             outcome',
        '    +0.0 s       4 ms           claim-vm         done',
        '    +0.0 s                      remove-vfs       skipped      no VFs',
        '    +0.0 s             pivot    await-s4         / running',
        '                       forward  mark-hibernated  pending',
        `${ESCAPE}[?7h`,
      ].join('\n'),
    );
    expect(process.stdout.text.split('\n').slice(0, 4)).toEqual([
      'hibernate-vm of web-1: succeeded in 1 m 41 s of emulated time',
      'operation op-1',
      '',
      '        at       took  zone     step             outcome',
    ]);
  });
});

describe('watching', () => {
  it('asks at growing distances, up to a second', async () => {
    const running = { body: runningOperation(0) };
    const { process } = await watch({
      [OPERATION_ROUTE]: [...Array.from({ length: 10 }, () => running), { body: OPERATION }],
    });
    expect(process.sleeps.map(Math.round)).toEqual([50, 75, 113, 169, 253, 380, 570, 854, 1_000, 1_000]);
  });

  it('says a step again that is undone', async () => {
    const [claim, remove] = OPERATION.properties.steps;
    const failed = { ...remove!, status: 'failed', reason: 'no udev rule' } as const;
    const { process } = await watch({
      [OPERATION_ROUTE]: [
        { body: operation({ status: 'running', steps: [claim!, failed] }) },
        { body: operation({ status: 'failed', steps: [{ ...claim!, status: 'undone' }, failed] }) },
      ],
    });
    expect(process.stdout.text.split('\n').slice(2, 5)).toEqual([
      '    +0.0 s       4 ms           claim-vm    done',
      '    +0.0 s       0 ms           remove-vfs  failed       no udev rule',
      '    +0.0 s       4 ms           claim-vm    undone',
    ]);
  });

  it('says once that a manual clock holds it up', async () => {
    const waiting = { body: operation({ status: 'running', waitUntilMs: 90_000, steps: [] }) };
    const { process } = await watch({
      [OPERATION_ROUTE]: [...Array.from({ length: 6 }, () => waiting), { body: OPERATION }],
      [CLOCK_ROUTE]: { body: { id: 'c', name: 'default', properties: { mode: 'manual' } } },
    });
    const note = 'The clock is manual: operation op-1 waits for `torpor clock advance`.';
    expect(process.stdout.text.split('\n').filter((line) => line === note)).toEqual([note]);
  });

  it('leaves the operation running when interrupted, and says how to watch it', async () => {
    const { exit, process } = await watch(
      { [OPERATION_ROUTE]: { body: runningOperation(1) } },
      { onSleep: (stopped) => stopped.interrupt() },
    );
    expect([exit, process.stderr.text, server.requests]).toEqual([
      130,
      'Operation op-1 goes on. Watch it with: torpor operation watch op-1\n',
      [OPERATION_ROUTE],
    ]);
  });

  it('bears a server that is gone for a while', async () => {
    const gone = { drop: true } as const;
    const { exit, process } = await watch({
      [OPERATION_ROUTE]: [{ body: runningOperation(0) }, gone, gone, gone, { body: OPERATION }],
    });
    expect([exit, process.sleeps, process.stderr.text]).toEqual([0, [50, 1_000, 1_000, 1_000], '']);
  });

  it('gives up on a server that stays away', async () => {
    const { exit, process } = await watch({ [OPERATION_ROUTE]: { drop: true } });
    expect([exit, process.sleeps.length, process.stderr.text.split(':')[0]]).toEqual([
      7,
      30,
      'server-unreachable',
    ]);
  });
});
