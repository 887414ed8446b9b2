import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { CAPTURE_FORMATS, type CaptureReading } from './capture.js';
import { matchCaptures } from './match-captures.js';
import { readCapture } from './read-capture.js';
import { asGrep, asLsvmbus, asTail, AZURE, LOCAL } from './testing/capture-texts.js';
import { AZURE_BOOT_LOG, RESUMED_LOG } from './testing/log-texts.js';

/** Reported by fast-check with every failure; the same seed gives the same cases. */
const RUNS = { seed: 20_260_301, numRuns: 400 };

const BOOT = JSON.stringify({
  source: 'a/serial.log',
  boot: 1,
  kernel: '6.8.0',
  storvsc_guids: ['f8b3781a-1e82-4818-a1c3-63d806ec15bb'],
  netvsc: [{ guid: '002248aa-1001-0022-48aa-1001002248aa', names: ['eth0'] }],
  hv_pci: [{ guid: '3f2c9a10-4d3a-4e0b-9c55-0a7be1d2c301', pci: '4d3a:00' }],
  vf_events: ['eth0 Data path switched to VF: enP19770s1'],
});
const TEXTS = [
  asLsvmbus(AZURE),
  asLsvmbus(LOCAL, 1),
  asLsvmbus(AZURE, 0),
  asGrep(AZURE),
  asTail(LOCAL),
  AZURE_BOOT_LOG,
  RESUMED_LOG,
  `${BOOT}\n`,
];

const damage = fc.record({
  at: fc.nat(),
  length: fc.integer({ min: 0, max: 60 }),
  insert: fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.constantFrom('\n', '\r\n', '-1', '2048', '{', '}', 'vmbus_5', '\u001b[0m', '\u0000', '999999999999'),
  ),
});
const damaged = fc
  .tuple(fc.constantFrom(...TEXTS), fc.array(damage, { maxLength: 6 }))
  .map(([text, damages]) =>
    damages.reduce((before, { at, length, insert }) => {
      const start = at % (before.length + 1);
      return before.slice(0, start) + insert + before.slice(start + length);
    }, text),
  );

/** Every place that a reading names is one that the text has. */
function namesLines(reading: CaptureReading, text: string): boolean {
  const { problems } = reading.kind === 'read' ? reading.capture : reading;
  const lines = text.split('\n').length;
  return problems.every(({ line, text: said }) => line >= 1 && line <= lines && said !== '');
}

it(`a damaged text is read or refused, never thrown out, seed ${RUNS.seed}`, () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(
      damaged,
      fc.constantFrom('before' as const, 'after' as const),
      fc.constantFrom(undefined, ...CAPTURE_FORMATS),
      (text, side, format) => {
        const reading = readCapture(text, { side, ...(format === undefined ? {} : { format }) });
        seen.add(reading.kind === 'read' ? 'read' : reading.reason);
        expect(namesLines(reading, text)).toBe(true);
        if (reading.kind !== 'read') return;
        const guids = reading.capture.devices.map(({ instanceGuid }) => instanceGuid);
        expect(new Set(guids).size).toBe(guids.length);
      },
    ),
    RUNS,
  );
  expect([...seen]).toEqual(expect.arrayContaining(['read', 'unrecognised']));
});

it(`R53 any two captures are matched: each device of the image stands in one place, seed ${RUNS.seed}`, () => {
  fc.assert(
    fc.property(damaged, damaged, fc.boolean(), (first, second, vfsRemoved) => {
      const before = readCapture(first, { side: 'before' });
      const after = readCapture(second, { side: 'after' });
      if (before.kind !== 'read' || after.kind !== 'read') return;
      const match = matchCaptures({ before: before.capture, after: after.capture, vfsRemoved });
      const held = match.rows.flatMap(({ imageInstanceGuid }) => imageInstanceGuid ?? []);
      const open = match.undecided
        .filter(({ side }) => side === 'before')
        .map(({ instanceGuid }) => instanceGuid);
      const named = before.capture.devices.map(({ instanceGuid }) => instanceGuid);
      const everywhere = [...held, ...open];
      expect(new Set(everywhere).size).toBe(everywhere.length);
      expect(everywhere.filter((instanceGuid) => named.includes(instanceGuid)).length).toBe(
        named.length - match.leftOut.length,
      );
      expect([match.matched + match.unmatched, match.rows.length]).toEqual([
        held.length,
        held.length + match.added,
      ]);
      const slots = match.rows.filter(({ outcome }) => outcome !== 'new').map(({ slot }) => slot);
      expect(new Set(slots).size).toBe(slots.length);
    }),
    RUNS,
  );
});
