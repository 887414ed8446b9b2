import { describe, expect, it } from 'vitest';
import { LONGEST_CAPTURE } from './capture.js';
import { readCapture, recogniseFormat } from './read-capture.js';
import { asGrep, asLsvmbus, asTail, AZURE, captured, LOCAL, LOCAL_NIC } from './testing/capture-texts.js';
import { AZURE_BOOT_LOG } from './testing/log-texts.js';

const TOO_MANY = 'it lists more than 2047 devices, which no VM has';

describe('the format of a text', () => {
  it.each([
    ['lsvmbus', asLsvmbus(AZURE)],
    ['lsvmbus', asLsvmbus(AZURE, 1)],
    ['lsvmbus', asLsvmbus(AZURE, 0)],
    ['lsvmbus', `${AZURE_BOOT_LOG}${asLsvmbus(AZURE)}`],
    ['sysfs', asGrep(AZURE)],
    ['sysfs', asGrep(AZURE, ['id'])],
    ['sysfs', asTail(AZURE)],
    ['sysfs', `${LOCAL_NIC}\n`],
    ['kernel-log', AZURE_BOOT_LOG],
    ['kernel-log', `${AZURE_BOOT_LOG}${LOCAL_NIC}\n`],
    ['kernel-log', 'Hyper-V Host Build:20348-10.0-3-0.3153\n'],
    ['boots', '{"source": "a", "netvsc": []}\n'],
    [undefined, 'nothing of the kind\n'],
    [undefined, '{"name": "netvsc"}\n'],
    [undefined, 'id:4\n'],
  ])('%s is recognised', (format, text) => {
    expect(recogniseFormat(text)).toBe(format);
  });

  it('can be forced', () => {
    const text = `${asLsvmbus(LOCAL)}hv_netvsc ${LOCAL_NIC} eth0: link up\n`;
    const { format, devices } = captured(text, { format: 'kernel-log' });
    expect([format, devices.map(({ instanceGuid }) => instanceGuid)]).toEqual(['kernel-log', [LOCAL_NIC]]);
  });
});

describe('a text that says nothing about devices', () => {
  const tooMany = Array.from(
    { length: 2_048 },
    (_, at) => `\tDevice_ID = {00000000-0000-4000-8000-${at.toString(16).padStart(12, '0')}}\n`,
  );

  it.each([
    ['nothing', '', undefined, 'empty', 'there is nothing in it'],
    ['white space', ' \r\n\t\n', undefined, 'empty', 'there is nothing in it'],
    [
      'a text that is too long',
      'x'.repeat(LONGEST_CAPTURE + 1),
      undefined,
      'too-large',
      'it has 16777217 characters, and more than 16777216 are not read',
    ],
    [
      'a text of too many lines',
      '\n'.repeat(1_000_000) + 'x',
      undefined,
      'too-large',
      'it has 1000001 lines, and more than 1000000 are not read',
    ],
    [
      'any other text',
      'Lorem ipsum\n',
      undefined,
      'unrecognised',
      'no line of it looks like one of the formats that are read (lsvmbus, sysfs, kernel-log, boots)',
    ],
    ['no lsvmbus output', 'Lorem ipsum\n', 'lsvmbus', 'unrecognised', 'nothing in it reads as lsvmbus'],
    ['no listing', 'Lorem ipsum\n', 'sysfs', 'unrecognised', 'nothing in it reads as sysfs'],
    ['no log', 'Lorem ipsum\n', 'kernel-log', 'unrecognised', 'no line of it is about VMBus'],
    ['too many devices', tooMany.join(''), undefined, 'too-many-devices', TOO_MANY],
    ['too many wrong lines', 'VMBUS ID x\n'.repeat(2_048), undefined, 'too-many-devices', TOO_MANY],
  ] as const)('%s is refused', (_, text, format, reason, message) => {
    const reading = readCapture(text, { side: 'before', ...(format === undefined ? {} : { format }) });
    expect({ ...reading, problems: [] }).toEqual({ kind: 'refused', reason, message, problems: [] });
  });

  it('R8 has as many devices as there are relids, and no more', () => {
    expect(captured(tooMany.slice(0, 2_047).join('')).devices).toHaveLength(2_047);
  });

  it('has lines that are cut, and says so', () => {
    const good = asLsvmbus(LOCAL.slice(0, 1));
    const long = `${good}${'x'.repeat(9_000)}\n${'x'.repeat(9_000)} VMBUS ID 2: Unknown\n`;
    expect(captured(long).problems).toEqual([
      { line: 6, text: 'too long; the rest of it was not read', isDeviceLost: false },
      { line: 7, text: 'too long; the rest of it was not read', isDeviceLost: true },
    ]);
  });

  it('is refused with the lines that could have been boots', () => {
    expect(readCapture('Lorem ipsum\n', { side: 'after', format: 'boots' })).toEqual({
      kind: 'refused',
      reason: 'unrecognised',
      message: 'it holds no boot',
      problems: [{ line: 1, text: 'not a JSON object', isDeviceLost: false }],
    });
  });
});
