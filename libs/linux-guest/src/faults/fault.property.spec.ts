import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { VIRTUAL_DEVICE_KINDS } from '#libs/vmbus';
import { faultName, faultNamed, isFaultKind, type Fault } from './fault.js';
import { FAULTS, type FaultKind } from './fault-table.js';

/** Reported by fast-check with every failure; the same seed gives the same cases. */
const RUNS = { seed: 20_260_105, numRuns: 500 };

const slots = fc
  .tuple(fc.constantFrom(...VIRTUAL_DEVICE_KINDS), fc.nat({ max: 999 }))
  .map(([kind, index]) => `${kind} ${index}`);
const disks = fc.oneof(
  fc.constantFrom('os disk', 'temporary disk'),
  fc.nat({ max: 99 }).map((index) => `data disk ${index}`),
);
/** Words of visible characters, one space apart: what a command line passes on. */
const texts = fc
  .array(
    fc.string({ minLength: 1, maxLength: 8 }).filter((word) => /^\S+$/.test(word)),
    { minLength: 1, maxLength: 4 },
  )
  .map((words) => words.join(' '));

const faults: fc.Arbitrary<Fault> = fc
  .constantFrom(...(Object.keys(FAULTS) as FaultKind[]))
  .chain((kind): fc.Arbitrary<Fault> => {
    switch (FAULTS[kind].takes) {
      case 'nothing':
        return fc.constant({ kind });
      case 'slot':
        return slots.map((slot) => ({ kind, slot }));
      case 'disk':
        return disks.map((slot) => ({ kind, slot }));
      case 'number':
        return fc.nat({ max: 0xffff_ffff }).map((value) => ({ kind, value }));
      case 'text':
        return texts.map((value) => ({ kind, value }));
    }
  });

it('every fault is read back from its name', () => {
  fc.assert(
    fc.property(faults, (fault) => {
      expect(faultNamed(faultName(fault))).toEqual(fault);
    }),
    RUNS,
  );
});

it('any text is a fault or says why it is none', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), faults.map(faultName), texts), (text) => {
      const read = faultNamed(text);
      const isFault = !('problem' in read);
      expect(isFault ? faultNamed(faultName(read)) : read).toEqual(read);
      expect(isFault ? isFaultKind(read.kind) : read.problem !== '').toBe(true);
    }),
    RUNS,
  );
});
