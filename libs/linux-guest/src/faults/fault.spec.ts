import { describe, expect, it } from 'vitest';
import {
  faultName,
  faultNamed,
  isStaged,
  isStagedFor,
  slotsStaged,
  stagedNumber,
  stagedText,
  type Fault,
} from './fault.js';

describe('the name of a fault', () => {
  it.each<[string, Fault]>([
    ['unload-unanswered', { kind: 'unload-unanswered' }],
    ['device-missing nic 0', { kind: 'device-missing', slot: 'nic 0' }],
    ['lun-missing data disk 12', { kind: 'lun-missing', slot: 'data disk 12' }],
    ['memory-mib 4096', { kind: 'memory-mib', value: 4_096 }],
    ['facs-signature 0', { kind: 'facs-signature', value: 0 }],
    ['vmbus-versions 4.0 4.1', { kind: 'vmbus-versions', value: '4.0 4.1' }],
  ])('%s is written and read', (text, fault) => {
    expect(faultName(fault)).toBe(text);
    expect(faultNamed(text)).toEqual(fault);
  });

  it('may have more space around and between its words', () => {
    expect(faultNamed('  device-missing \t nic   0 ')).toEqual({ kind: 'device-missing', slot: 'nic 0' });
  });

  it.each([
    ['', 'there is no fault ""'],
    ['gremlins', 'there is no fault "gremlins"'],
    ['toString', 'there is no fault "toString"'],
    ['unload-unanswered nic 0', 'unload-unanswered takes nothing, not nic 0'],
    ['device-missing', 'device-missing needs a device or disk'],
    ['lun-missing', 'lun-missing needs a device or disk'],
    ['memory-mib', 'memory-mib needs a whole number'],
    ['memory-mib lots', 'memory-mib needs a whole number'],
    ['memory-mib -1', 'memory-mib needs a whole number'],
    ['memory-mib 1.5', 'memory-mib needs a whole number'],
    ['firmware', 'firmware needs a value'],
  ])('%j is none: %s', (text, problem) => {
    expect(faultNamed(text)).toEqual({ problem });
  });
});

describe('faults that are set', () => {
  const faults: readonly Fault[] = [
    { kind: 'unload-unanswered' },
    { kind: 'device-missing', slot: 'nic 1' },
    { kind: 'vcpus', value: 2 },
    { kind: 'device-missing', slot: 'nic 0' },
    { kind: 'vcpus', value: 4 },
    { kind: 'firmware', value: '2' },
  ];

  it('are asked for by kind, device, and value; the last value wins', () => {
    expect({
      unload: isStaged(faults, 'unload-unanswered'),
      wakeup: isStaged(faults, 'wakeup-at-poweroff'),
      nic: isStagedFor(faults, 'device-missing', 'nic 0'),
      otherNic: isStagedFor(faults, 'device-missing', 'nic 2'),
      otherKind: isStagedFor(faults, 'device-added', 'nic 0'),
      slots: slotsStaged(faults, 'device-missing'),
      vcpus: stagedNumber(faults, 'vcpus'),
      memory: stagedNumber(faults, 'memory-mib'),
      firmware: stagedText(faults, 'firmware'),
      versions: stagedText(faults, 'vmbus-versions'),
    }).toEqual({
      unload: true,
      wakeup: false,
      nic: true,
      otherNic: false,
      otherKind: false,
      slots: ['nic 1', 'nic 0'],
      vcpus: 4,
      memory: undefined,
      firmware: '2',
      versions: undefined,
    });
  });
});
