import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { BusChannel } from './bus-channel.js';
import { RelidTable } from './relid-table.js';
import { aBusOffer } from './testing/scenario-fixtures.js';

const RUNS = { seed: 2_048, numRuns: 500 };

const CHANNELS = Array.from({ length: 8 }, (_, number) => new BusChannel(number, aBusOffer(), undefined));

it('R8 the relid table holds what an array by relid would', () => {
  const step = fc.record({ relid: fc.nat(12), channel: fc.option(fc.nat(CHANNELS.length - 1)) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const table = new RelidTable();
      const array: (BusChannel | undefined)[] = [];
      for (const { relid, channel } of steps) {
        if (channel === null) table.clear(relid);
        else table.set(relid, CHANNELS[channel]!);
        array[relid] = channel === null ? undefined : CHANNELS[channel]!;
      }
      const rows = array.flatMap((channel, relid) =>
        channel === undefined ? [] : [[relid, channel.number]],
      );
      expect(table.rows()).toEqual(rows);
      expect(table.copy((channel) => channel).rows()).toEqual(rows);
      for (let relid = 0; relid <= 13; relid++) expect(table.get(relid)).toBe(array[relid]);
    }),
    RUNS,
  );
});
