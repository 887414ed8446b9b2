import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { explanationPage, pinnedPolicy } from '#libs/explanation';
import { parseGuidPolicy } from '#libs/guid-policy';
import { explanationLines } from '../../render/explanation.js';
import { runCli } from '../../run-cli.js';
import { EXPLANATION } from '../../testing/explanation.js';
import { recordingProcess } from '../../testing/recording-process.js';
import { refusalAnswer, startStubServer, type StubServer } from '../../testing/stub-server.js';

const VM = 'S/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/web-1/providers/Torpor.Emulator';
const DOCUMENT = { id: 'i', name: 'last', properties: EXPLANATION };
const PINS = EXPLANATION.pins ?? [];
const pinsDocument = (rest: object = {}) => ({
  id: 'i',
  name: 'default',
  properties: { policyInForce: 'local', source: 'image', pins: PINS, ...rest },
});

let server: StubServer;
let folder = '';
beforeAll(async () => {
  server = await startStubServer();
  folder = mkdtempSync(join(tmpdir(), 'torpor-explain-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server.close();
});

async function run(...args: readonly string[]) {
  server.serve({
    [`GET ${VM}/explanations/last`]: { body: DOCUMENT },
    [`GET ${VM}/pins/default?policyName=mine`]: {
      body: pinsDocument({ pinnedPolicy: pinnedPolicy('mine', PINS) }),
    },
    [`GET ${VM}/pins/default`]: { body: pinsDocument() },
  });
  const process = recordingProcess({ env: { TORPOR_HOME: server.home } });
  const exit = await runCli(['vm', ...args, '-g', 'rg', '-n', 'web-1'], process);
  return { exit, stdout: process.stdout.text, stderr: process.stderr.text };
}

const text = (lines: readonly string[]) => `${lines.join('\n')}\n`;

describe('vm explain', () => {
  it('TORPOR-11 tells people what came of a VM, and why', async () => {
    expect(await run('explain')).toEqual({
      exit: 0,
      stdout: text(explanationLines(EXPLANATION)),
      stderr: '',
    });
    expect(server.requests).toEqual([`GET ${VM}/explanations/last`]);
  });

  it('prints what REST returns as JSON', async () => {
    expect(await run('explain', '-o', 'json')).toEqual({
      exit: 0,
      stdout: text([JSON.stringify(DOCUMENT, null, 2)]),
      stderr: '',
    });
  });

  it('writes a page to a file, or to standard output', async () => {
    const file = join(folder, 'page.html');
    expect(await run('explain', '--html', file)).toEqual({
      exit: 0,
      stdout: `The page is in ${file}.\n`,
      stderr: '',
    });
    const page = explanationPage(EXPLANATION);
    expect(readFileSync(file, 'utf8')).toBe(page);
    expect((await run('explain', '--html', '-')).stdout).toBe(page);
  });

  it('says which file it cannot write', async () => {
    const { exit, stderr } = await run('explain', '--html', join(folder, 'nowhere', 'page.html'));
    expect([exit, stderr.split(':')[0]]).toEqual([2, 'file-unwritable']);
  });

  it('ARM-15 passes on that there is nothing to explain', async () => {
    const refusal = {
      code: 'nothing-to-explain',
      rule: 'ARM-15',
      remedy: 'Hibernate it.',
      message: 'Nothing yet.',
    };
    server.serve({ [`GET ${VM}/explanations/last`]: refusalAnswer(404, refusal) });
    const process = recordingProcess({ env: { TORPOR_HOME: server.home } });
    const exit = await runCli(['vm', 'explain', 'web-1', '-g', 'rg'], process);
    expect([exit, process.stdout.text, process.stderr.text.split('\n')[0]]).toEqual([
      3,
      '',
      'nothing-to-explain: Nothing yet.',
    ]);
  });
});

const LIST = `
For the image on its OS disk, under policy local: 2 of 3 values would not be as needed.
  device  property             needed                                now                                   rule
  nic 0   VMBus instance GUID  11111111-1111-4111-8111-111111111111  22222222-2222-4222-8222-222222222222  MOVE-6
  nic 0   MAC address          M                                     as needed                             R62
  vf 0    VMBus instance GUID  33333333-3333-4333-8333-333333333333  another one every time, or none       MOVE-7
`;

describe('vm pins', () => {
  it('MOVE-13 lists what a script must pin', async () => {
    expect(await run('pins')).toEqual({ exit: 0, stdout: LIST.slice(1), stderr: '' });
  });

  it('MOVE-13 prints a policy that pins it all, as YAML for a file', async () => {
    const { exit, stdout } = await run('pins', '--policy-name', 'mine');
    const policy = pinnedPolicy('mine', PINS);
    expect([exit, parseGuidPolicy(parse(stdout))]).toEqual([0, { kind: 'valid', policy }]);
  });

  it('MOVE-13 prints the policy as JSON where that is asked for', async () => {
    const { stdout } = await run('pins', '--policy-name', 'mine', '-o', 'json');
    expect(JSON.parse(stdout)).toEqual(pinnedPolicy('mine', PINS));
  });

  it('prints what REST returns of the list as JSON', async () => {
    expect(JSON.parse((await run('pins', '-o', 'json')).stdout)).toEqual(pinsDocument());
  });
});
