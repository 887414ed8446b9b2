import { describe, expect, it } from 'vitest';
import { runCli } from '../../run-cli.js';
import { recordingProcess } from '../../testing/recording-process.js';

const NIC = '002248aa-1001-0022-48aa-1001002248aa';
const VF = '3f2c9a10-4d3a-4e0b-9c55-0a7be1d2c301';
const NEW_VF = 'd90441fb-c2e9-4f7d-8a31-6b0e97f51c03';
const SHUTDOWN = 'b6650ff7-33bc-4840-8048-e0676786f393';

function lsvmbus(
  devices: readonly (readonly [relid: number, classGuid: string, instanceGuid: string])[],
): string {
  return devices
    .map(
      ([relid, classGuid, instanceGuid]) =>
        `VMBUS ID ${relid}: Class_ID = {${classGuid}} - any\n\tDevice_ID = {${instanceGuid}}\n\tRel_ID=${relid}, target_cpu=0\n\n`,
    )
    .join('');
}

const NIC_CLASS = 'f8615163-df3e-46c5-913f-f2d2f965ed0e';
const VPCI_CLASS = '44c4f61d-4444-4400-9d52-802e27ede19f';
const SHUTDOWN_CLASS = '0e0b6031-5213-4934-818b-38d90ced39db';

const SYNTHETIC = lsvmbus([
  [1, SHUTDOWN_CLASS, SHUTDOWN],
  [2, NIC_CLASS, NIC],
]);
const FILES = {
  'before.txt': `Linux vm 6.8.0-1029-azure #34 SMP x86_64\n${SYNTHETIC}${lsvmbus([[3, VPCI_CLASS, VF]])}`,
  'synthetic.txt': SYNTHETIC,
  'after.txt': `${SYNTHETIC}${lsvmbus([[9, VPCI_CLASS, NEW_VF]])}`,
  'after.log': `hv_netvsc ${NIC} eth0: link up\n`,
  'damaged.txt': SYNTHETIC.replace(`{${NIC}}`, '{0022-48aa}'),
  'other.txt': 'Lorem ipsum\n',
  'two-boots.log': `Linux version 6.8.0\nhv_netvsc ${NIC} eth0: up\nLinux version 6.8.0\nhv_netvsc ${NIC} eth0: up\n`,
  '-': SYNTHETIC,
};

/** One command line; every file that is not listed is missing. */
async function match(line: string, files: Readonly<Record<string, string | Uint8Array>> = FILES) {
  const recording = recordingProcess({ env: {} });
  const process = {
    ...recording,
    readText: (path: string) => {
      const content = files[path];
      if (content === undefined)
        return Promise.reject(Object.assign(new Error('ENOENT'), { code: 'ENOENT' }));
      return Promise.resolve(typeof content === 'string' ? new TextEncoder().encode(content) : content);
    },
  };
  const exit = await runCli(['match', ...line.split(' ')], process);
  return { exit, stdout: recording.stdout.text, stderr: recording.stderr.text };
}

describe('torpor match', () => {
  it('R65 prints what was read, every device, and what follows', async () => {
    expect(await match('--before before.txt --after after.txt')).toEqual({
      exit: 5,
      stderr: '',
      stdout: `  before  before.txt: lsvmbus, 3 devices, kernel 6.8.0-1029-azure
  after   after.txt: lsvmbus, 3 devices
  rules   era A: kernel 6.8.0-1029-azure of the image is older than 6.13.4, with which the rules changed

slot        image GUID                            offered GUID                          relid   outcome    reason
shutdown 0  ${SHUTDOWN}  ${SHUTDOWN}  1 -> 1  matched    DEVICES-2: the new VM offers the same instance GUID; keeps relid 1
nic 0       ${NIC}  ${NIC}  2 -> 2  matched    DEVICES-2: the new VM offers the same instance GUID; keeps relid 2
vf 0        ${VF}  -                                     3 -> -  unmatched  DEVICES-5: the new VM gave vf 0 the instance GUID ${NEW_VF}; the guest waits up to 10 s for it, then goes on
vf 0        -                                     ${NEW_VF}  - -> 9  new        DEVICES-4: the image holds no channel with this instance GUID; it is handled as a newly added device

2 matched, 1 unmatched, 1 new, after waiting 10.0 s, in vain

verdict: resumed-degraded, 1 of 3 devices of the image is not there again
  resumed-degraded  R65 vf 0 (${VF}) is in the image, but the new VM gave vf 0 the instance GUID ${NEW_VF}; the guest waits up to 10 s for it, then goes on.
      so: The stale VF stays joined to its NIC and keeps a new one out; the network of that NIC is down. If it is an assigned device and no VF, which its class does not tell: The PCI function is dead: a disk on it gives I/O errors, a GPU driver fails.
      until-reboot: R65 The network of the NIC stays down unless accelerated networking is switched off.
      next-hibernation: R66 hv_pci refuses it with -EINVAL.
  resumed-degraded  R65 vf 0 is not in the image; the guest takes it as a newly added device.
      so: If its NIC still has the stale VF of the image, it cannot join: it is an interface of its own.
  resumed  R46 The count of channels to be fixed up stands at 1 after the resume.
      so: Every further hibernation fails with -EBUSY until the VM boots afresh.

cannot tell
  whether the VFs of before were still there when the image was made: a platform that takes them away first (MOVE-9) leaves none in it
`,
    });
  });

  it('MOVE-9 --vfs-removed leaves VFs out, and everything matches', async () => {
    const { exit, stdout } = await match('--before before.txt --after after.txt --vfs-removed');
    const lines = stdout.split('\n');
    expect([exit, lines[3], lines.find((line) => line.startsWith('verdict'))]).toEqual([
      0,
      '  left out  vf 0: taken away before the hibernation',
      'verdict: resumed, every device of the image is there again',
    ]);
  });

  it('reads one of the two from standard input', async () => {
    const { exit, stdout } = await match('--before - --after synthetic.txt');
    expect([exit, stdout.split('\n').slice(0, 2)]).toEqual([
      0,
      ['  before  standard input: lsvmbus, 2 devices', '  after   synthetic.txt: lsvmbus, 2 devices'],
    ]);
  });

  it('lists what a log does not mention as undecided, and ends with 5', async () => {
    const { exit, stdout } = await match('--before synthetic.txt --after after.log');
    expect([exit, stdout.slice(stdout.indexOf('1 matched'))]).toEqual([
      5,
      `1 matched, 0 unmatched, 0 new, 1 undecided, without waiting, or after 10.0 s if a device that is not mentioned is missing

undecided
  slot        instance GUID                         only    why
  shutdown 0  ${SHUTDOWN}  before  not mentioned after, which does not prove that it was missing

verdict: open, nothing is known to be missing, and not every device is decided

cannot tell
  after: a log names a device only where its driver had something to say, so there may have been others
`,
    ]);
  });

  it('reports what could be read of a damaged file, names the place, and ends with 2', async () => {
    const { exit, stdout } = await match('--before synthetic.txt --after damaged.txt');
    expect([exit, stdout.slice(stdout.indexOf('problems'))]).toEqual([
      2,
      'problems\n  damaged.txt:6: Device_ID: "{0022-48aa}" is not a GUID\n',
    ]);
  });

  it('prints the whole report as JSON, and parts of it for a query', async () => {
    const { exit, stdout } = await match('--before before.txt --after after.txt --era b -o json');
    const report = JSON.parse(stdout) as Record<string, Record<string, unknown>>;
    expect([exit, Object.keys(report)]).toEqual([5, ['before', 'after', 'match']]);
    expect(report['before']).toMatchObject({
      file: 'before.txt',
      format: 'lsvmbus',
      completeness: 'all devices',
    });
    expect(report['match']).toMatchObject({
      era: { era: 'B', source: 'given' },
      conclusion: 'not-all-matched',
      wait: { kind: 'known', waitMs: 0, timedOut: false },
      unmatched: 1,
    });
    const query = 'match.rows[?outcome==`unmatched`].imageInstanceGuid|[0]';
    const part = await match(`--before before.txt --after after.txt --query ${query}`);
    expect(part.stdout.trim()).toBe(VF);
  });

  it.each([
    ['little', 'utf-16le', [0xff, 0xfe]],
    ['big', 'utf-16be', [0xfe, 0xff]],
  ])('reads UTF-16 with its bytes in %s order, as Windows shells write it', async (_, encoding, mark) => {
    const bytes = Buffer.from(SYNTHETIC, 'utf16le');
    if (encoding === 'utf-16be') bytes.swap16();
    const file = new Uint8Array([...mark, ...bytes]);
    const { exit } = await match('--before a --after b', { a: file, b: SYNTHETIC });
    expect(exit).toBe(0);
  });

  it('does not let a file move the cursor', async () => {
    const evil = `VMBUS ID 1\u0007\u009b2J: \u009b31mx\n${SYNTHETIC}`;
    const { stdout } = await match('--before a --after b', { a: evil, b: SYNTHETIC });
    expect(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(stdout)).toBe(false);
  });
});

describe('torpor match with files it cannot use', () => {
  it.each([
    ['--before nowhere --after after.txt', 3, 'file-not-found: There is no file nowhere.\n'],
    [
      '--before other.txt --after after.txt',
      2,
      'capture-unrecognised: other.txt cannot be used: no line of it looks like one of the formats that are read (lsvmbus, sysfs, kernel-log, boots).\n' +
        '  remedy  Give what lsvmbus -vv prints, a listing of /sys/bus/vmbus/devices or a kernel log; --before-format names the format.\n',
    ],
    [
      '--before before.txt --after two-boots.log',
      2,
      'capture-boot-not-chosen: two-boots.log cannot be used: it holds 2 boots, and which one is meant was not said.\n' +
        '  boot 1 (line 1, 6.8.0)\n  boot 2 (line 3, 6.8.0)\n' +
        '  remedy  Choose one with --after-boot.\n',
    ],
    [
      '--before before.txt --after after.txt --format sysfs',
      2,
      'capture-unrecognised: before.txt cannot be used: nothing in it reads as sysfs.\n' +
        '  remedy  Give what lsvmbus -vv prints, a listing of /sys/bus/vmbus/devices or a kernel log; --before-format names the format.\n',
    ],
    ['--before - --after -', 2, 'usage: --before and --after cannot both be standard input\n'],
    [
      '--before before.txt',
      2,
      "usage: required option '--after <file>' not specified\n(--help tells more)\n",
    ],
  ])('%s ends with %i', async (line, exit, stderr) => {
    expect(await match(line)).toEqual({ exit, stdout: '', stderr });
  });

  it('says so when a file is too large, or cannot be read', async () => {
    const large = await match('--before a --after b', { a: new Uint8Array(2 ** 25 + 1), b: SYNTHETIC });
    expect([large.exit, large.stderr]).toEqual([
      2,
      'capture-too-large: a has 33554433 bytes, and more than 16777216 are not read.\n',
    ]);
    const process = { ...recordingProcess({ env: {} }), readText: () => Promise.reject(new Error('EISDIR')) };
    expect(await runCli(['match', '--before', 'a', '--after', 'b'], process)).toBe(2);
    expect(process.stderr.text).toBe('file-unreadable: The file a cannot be read: EISDIR.\n');
  });

  it('takes boot and format of each side', async () => {
    const line =
      '--before two-boots.log --before-boot 2 --before-format kernel-log --after after.txt --after-format lsvmbus';
    const { exit, stdout } = await match(line);
    expect([exit, stdout.split('\n')[0]]).toEqual([
      0,
      '  before  two-boots.log: kernel-log, boot 2, 1 device, kernel 6.8.0',
    ]);
  });
});
