import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FAULTS, type Fault, type FaultKind } from '#libs/linux-guest';
import { schemaRefusals } from '../arm/schema-refusals.js';
import { faultsSchema } from './fault-schema.js';

const ABOUT = {
  nothing: {},
  slot: { slot: 'nic 1' },
  disk: { slot: 'data disk 0' },
  number: { value: 0 },
  text: { value: '4.0 4.1' },
} as const;

function ofEveryKind(): readonly Fault[] {
  return (Object.keys(FAULTS) as FaultKind[]).map((kind) => ({ kind, ...ABOUT[FAULTS[kind].takes] }));
}

/** Code and place of the first refusal. */
function refused(faults: unknown): readonly [code: string, target: string | undefined] {
  const result = z.strictObject({ faults: faultsSchema }).safeParse({ faults });
  if (result.success) throw new Error('it was taken');
  const [first] = schemaRefusals(result.error.issues, { faults }, { code: 'invalid-body' });
  return [first.code, first.target];
}

describe('the faults of a VM', () => {
  it('TORPOR-16 are taken of every kind, with what it takes', () => {
    expect(faultsSchema.parse(ofEveryKind())).toEqual(ofEveryKind());
  });

  it.each<[string, unknown]>([
    ['no fault', []],
    ['the highest number', [{ kind: 'facs-signature', value: 0xffff_ffff }]],
    [
      'a slot twice',
      [
        { kind: 'device-missing', slot: 'nic 0' },
        { kind: 'device-missing', slot: 'nic 0' },
      ],
    ],
    ['the OS disk', [{ kind: 'lun-missing', slot: 'os disk' }]],
    ['the temporary disk', [{ kind: 'lun-missing', slot: 'temporary disk' }]],
    ['256 of them', Array.from({ length: 256 }, () => ({ kind: 'unload-unanswered' }))],
  ])('TORPOR-16 may be %s', (_case, document) => {
    expect(faultsSchema.parse(document)).toEqual(document);
  });

  it.each<[string, unknown, string, string]>([
    ['no list', 'unload-unanswered', 'invalid-body', ''],
    ['a text', ['unload-unanswered'], 'invalid-body', '[0]'],
    ['an unknown kind', [{ kind: 'gremlins' }], 'invalid-body', '[0].kind'],
    ['no kind', [{ slot: 'nic 0' }], 'invalid-body', '[0].kind'],
    ['a kind that every object has', [{ kind: 'toString' }], 'invalid-body', '[0].kind'],
    ['a device missing', [{ kind: 'device-missing' }], 'invalid-body', '[0].slot'],
    ['a kind for a device', [{ kind: 'device-missing', slot: 'nic' }], 'invalid-body', '[0].slot'],
    ['a device that is none', [{ kind: 'device-missing', slot: 'usb 0' }], 'invalid-body', '[0].slot'],
    ['a disk for a device', [{ kind: 'device-missing', slot: 'os disk' }], 'invalid-body', '[0].slot'],
    ['a device for a disk', [{ kind: 'lun-missing', slot: 'nic 0' }], 'invalid-body', '[0].slot'],
    ['a number as text', [{ kind: 'memory-mib', value: '4096' }], 'invalid-body', '[0].value'],
    ['a number below zero', [{ kind: 'memory-mib', value: -1 }], 'invalid-body', '[0].value'],
    ['half a number', [{ kind: 'vcpus', value: 1.5 }], 'invalid-body', '[0].value'],
    ['too high a number', [{ kind: 'facs-signature', value: 2 ** 32 }], 'invalid-body', '[0].value'],
    ['an empty text', [{ kind: 'firmware', value: '' }], 'invalid-body', '[0].value'],
    ['too long a text', [{ kind: 'firmware', value: 'x'.repeat(65) }], 'invalid-body', '[0].value'],
    [
      'a device it does not take',
      [{ kind: 'unload-unanswered', slot: 'nic 0' }],
      'unknown-member',
      '[0].slot',
    ],
    [
      'a value it does not take',
      [{ kind: 'device-missing', slot: 'nic 0', value: 1 }],
      'unknown-member',
      '[0].value',
    ],
    [
      'the second of two',
      [{ kind: 'unload-unanswered' }, { kind: 'device-missing', slot: 'nic x' }],
      'invalid-body',
      '[1].slot',
    ],
    ['257 of them', Array.from({ length: 257 }, () => ({ kind: 'unload-unanswered' })), 'invalid-body', ''],
  ])('TORPOR-16 may not be %s, and the refusal says where', (_case, document, code, place) => {
    expect(refused(document)).toEqual([code, `faults${place}`]);
  });
});
