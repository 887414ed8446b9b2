import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../run-cli.js';
import { jobDocument } from '../testing/documents.js';
import { recordingProcess } from '../testing/recording-process.js';
import { startStubServer, type StubRoutes, type StubServer } from '../testing/stub-server.js';

let server: StubServer;
beforeAll(async () => {
  server = await startStubServer();
});
afterAll(() => server.close());

const JOBS = 'S/providers/Torpor.Emulator/jobs';

const FILE = `- name: night
  action: hibernate
  select: { resourceGroup: rg }
  concurrency: 4
- name: rest
  action: deallocate
  select:
    virtualMachines:
      - { resourceGroup: rg, name: web-1 }
`;

async function run(routes: StubRoutes, line: string, file = FILE) {
  server.serve(routes);
  const process = recordingProcess({ env: { TORPOR_HOME: server.home }, files: { 'jobs.yaml': file } });
  const exit = await runCli(line.split(' '), process);
  return { exit, stdout: process.stdout.text, stderr: process.stderr.text };
}

const waiting = (name: string) => ({ status: 201, body: jobDocument(name, 'waiting') });

describe('job submit', () => {
  it('sends each job of the file after it has looked at all names', async () => {
    const routes = { [`PUT ${JOBS}/night`]: waiting('night'), [`PUT ${JOBS}/rest`]: waiting('rest') };
    const result = await run(routes, 'job submit -f jobs.yaml -o json');
    expect([result, server.requests]).toEqual([
      {
        exit: 0,
        stdout: `${JSON.stringify([jobDocument('night', 'waiting'), jobDocument('rest', 'waiting')], null, 2)}\n`,
        stderr: '',
      },
      [
        `GET ${JOBS}/night`,
        `GET ${JOBS}/rest`,
        `PUT ${JOBS}/night {"properties":{"action":"hibernate","select":{"resourceGroup":"rg"},"concurrency":4}}`,
        `PUT ${JOBS}/rest {"properties":{"action":"deallocate","select":{"virtualMachines":[{"resourceGroup":"rg","name":"web-1"}]}}}`,
      ],
    ]);
  });

  it('TORPOR-17 sends nothing of a file with a fault', async () => {
    const result = await run({}, 'job submit -f jobs.yaml', FILE.replace('concurrency: 4', 'concurrency: 0'));
    expect([result, server.requests]).toEqual([
      {
        exit: 2,
        stdout: '',
        stderr: [
          'job-file-invalid: The job file is not valid; none of it was submitted.',
          '  jobs.yaml:4:16 [0].concurrency: expected a whole number from 1 to 1000',
          '  rule    TORPOR-17',
          '  remedy  Correct every fault listed in the detail and submit the file again.',
          '',
        ].join('\n'),
      },
      [],
    ]);
  });

  it('TORPOR-17 sends nothing when a name is taken', async () => {
    const result = await run({ [`GET ${JOBS}/rest`]: waiting('rest') }, 'job submit -f jobs.yaml');
    expect([result.exit, result.stderr.split('\n')[1], server.requests]).toEqual([
      4,
      '  jobs.yaml:5:9 name: there is a job rest already',
      [`GET ${JOBS}/night`, `GET ${JOBS}/rest`],
    ]);
  });

  it('tells a refusal of the server by its place in the file, and what was submitted before', async () => {
    const error = {
      code: 'InvalidParameter',
      message: 'The job file is not valid.',
      details: [
        {
          code: 'ResourceNotFound',
          message: 'there is no VM web-1 in group rg.',
          target: 'properties.select.virtualMachines[0]',
        },
      ],
      additionalInfo: [
        {
          type: 'Torpor.Refusal',
          info: { code: 'job-file-invalid', rule: 'TORPOR-17', remedy: 'Correct it.' },
        },
      ],
    };
    const routes = {
      [`PUT ${JOBS}/night`]: waiting('night'),
      [`PUT ${JOBS}/rest`]: { status: 400, body: { error } },
    };
    expect(await run(routes, 'job submit -f jobs.yaml')).toEqual({
      exit: 2,
      stdout: '',
      stderr: [
        'job-file-invalid: The job file is not valid.',
        '  jobs.yaml:9:9 [1].select.virtualMachines[0]: there is no VM web-1 in group rg.',
        '  submitted before that: night',
        '  rule    TORPOR-17',
        '  remedy  Correct it.',
        '',
      ].join('\n'),
    });
  });

  it('says which file it cannot read', async () => {
    expect(await run({}, 'job submit -f other.yaml')).toEqual({
      exit: 2,
      stdout: '',
      stderr: 'file-unreadable: The file other.yaml cannot be read: no such file: other.yaml.\n',
    });
  });

  it.each([
    ['succeeded', 'succeeded', 0],
    ['failed', 'failed', 5],
    ['canceled', 'failed', 5],
    ['partlyFailed', 'partlyFailed', 6],
    ['succeeded', 'failed', 6],
    ['succeeded', 'partlyFailed', 6],
  ] as const)('waits, and for jobs that end %s and %s ends with %i', async (first, second, exit) => {
    const routes = {
      [`PUT ${JOBS}/night`]: waiting('night'),
      [`PUT ${JOBS}/rest`]: waiting('rest'),
      [`GET ${JOBS}/night`]: [
        { status: 404, body: MISSING },
        waiting('night'),
        { body: jobDocument('night', first) },
      ],
      [`GET ${JOBS}/rest`]: [{ status: 404, body: MISSING }, { body: jobDocument('rest', second) }],
    };
    expect((await run(routes, 'job submit -f jobs.yaml --wait')).exit).toBe(exit);
  });
});

const MISSING = { error: { code: 'job-not-found', message: 'No.' } };

describe('jobs', () => {
  it('says how far one is, once for each change, then shows its VMs', async () => {
    const half = { body: jobDocument('night', 'running', { succeeded: 4 }) };
    const ended = jobDocument('night', 'partlyFailed', { succeeded: 7, failed: 1 });
    const error = { code: 'guest-hung', message: 'The guest hangs.' };
    const items = [
      { resourceGroup: 'rg', vmName: 'web-1', status: 'succeeded', operationId: 'op-1', attempts: 1 },
      { resourceGroup: 'rg', vmName: 'web-2', status: 'failed', operationId: 'op-2', attempts: 3, error },
    ];
    const last = { body: { ...ended, properties: { ...ended.properties, items } } };
    expect(await run({ [`GET ${JOBS}/night`]: [half, half, last] }, 'job watch night')).toEqual({
      exit: 6,
      stdout: [
        'job night (hibernate): running, 4 of 8 succeeded',
        'job night (hibernate): partlyFailed, 7 of 8 succeeded, 1 failed',
        '  at a time  8',
        '',
        'VM     group  status     attempts  operation  error',
        'web-1  rg     succeeded  1         op-1',
        'web-2  rg     failed     3         op-2       guest-hung: The guest hangs.',
        '',
      ].join('\n'),
      stderr: '',
    });
  });

  it.each([
    ['job cancel night', [`POST ${JOBS}/night/cancel`]],
    ['job retry night', [`POST ${JOBS}/night/retry`]],
    ['job retry night --wait', [`POST ${JOBS}/night/retry`, `GET ${JOBS}/night`]],
    ['job show night', [`GET ${JOBS}/night`]],
    ['job list', [`GET ${JOBS}`]],
  ])('%s', async (line, requests) => {
    const body = jobDocument('night', 'succeeded', { succeeded: 8 });
    const routes = {
      [`POST ${JOBS}/night/cancel`]: { body },
      [`POST ${JOBS}/night/retry`]: { body },
      [`GET ${JOBS}/night`]: { body },
      [`GET ${JOBS}`]: { body: { value: [body] } },
    };
    expect([(await run(routes, line)).exit, server.requests]).toEqual([0, requests]);
  });
});
