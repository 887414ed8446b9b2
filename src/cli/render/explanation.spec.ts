import { expect, it } from 'vitest';
import { EXPLANATION } from '../testing/explanation.js';
import { explanationLines } from './explanation.js';
import { COLOURED } from './style.js';

const LINES = `
The VM came back, but its network is dead.
resumed-degraded: start of web-1 in rg
  in short   1 devices matched, 1 unmatched, 1 new
  kernel     Linux 6.8, era A
  policy     local
  hosts      rack-1 -> rack-2
  faults     device-missing nic 1
  operation  op-1
  It waits up to 10 s.

What happened
    at    took  step                   where  trouble
+4.0 s  10.0 s  Devices are matched    image  R56
                The machine turns off  guest  not-reached

Devices
  1 of 2 devices was found again.

  nic 0  lost: offered under another GUID  Synthetic network adapter
    instance 11111111-1111-4111-8111-111111111111 in the image
    instance 22222222-2222-4222-8222-222222222222 on the new VM
    class    f8615163-df3e-46c5-913f-f2d2f965ed0e
    relid    3 -> 4
    why: it has another GUID [DEVICES-5]
    why: the image does not know it [DEVICES-4]
    caused by: policy local draws it [MOVE-6]
    so: It is dead. [R56]

  as it should be  instance GUID                         relid  because
  scsi 0           11111111-1111-4111-8111-111111111111  1      pinned DEVICES-2

What follows
  At once
  - nic 0: It is dead. [R56]

What would have prevented it
  against other GUIDs
    Pin them. [MOVE-6]
      torpor vm pins
      torpor x

What nobody knows for certain
  - ASSUME-2: It is refused.

Console
  --- a fresh kernel boots ---
  error   [    0.000000] oh?[2J

Rules
  R56  A lost device is dead.
       Drivers

What a script would have to pin
  device  property             needed                                now                                   rule
  nic 0   VMBus instance GUID  11111111-1111-4111-8111-111111111111  22222222-2222-4222-8222-222222222222  MOVE-6
  nic 0   MAC address          M                                     as needed                             R62
  vf 0    VMBus instance GUID  33333333-3333-4333-8333-333333333333  another one every time, or none       MOVE-7`;

it('MOVE-13 TORPOR-11 tells the same sections as the page, the pins last', () => {
  expect(explanationLines(EXPLANATION)).toEqual(LINES.split('\n').slice(1));
});

it('says the same in colours', () => {
  const coloured = explanationLines(EXPLANATION, COLOURED).join('\n');
  const plain = coloured.replaceAll(new RegExp(`${String.fromCodePoint(27)}\\[[0-9;]*m`, 'g'), '');
  const trimmed = plain.split('\n').map((line) => line.trimEnd());
  expect([coloured === plain, trimmed]).toEqual([false, explanationLines(EXPLANATION)]);
});

it('keeps running text within a narrow terminal', () => {
  const narrow = explanationLines(EXPLANATION, undefined, { width: 30 });
  expect(narrow.slice(0, 2)).toEqual(['The VM came back, but its network is', 'dead.']);
});

it('R15 tells what ended it, and leaves out what is not there', () => {
  const { matching: _none, pins: _neither, ...rest } = EXPLANATION;
  const cause = {
    rule: 'R15',
    phase: 'H9',
    phaseMeaning: 'p',
    symptom: 's',
    errno: -16,
    errnoName: 'EBUSY',
  } as const;
  const empty = {
    devices: [],
    consequences: [],
    prevention: [],
    assumptions: [],
    log: [],
    rules: [],
    timeline: [],
  };
  const lines = explanationLines({ ...rest, ...empty, cause });
  expect(lines.slice(10)).toEqual(['What happened', '  H9 (p): s, error -16 (EBUSY) [R15]']);
});
