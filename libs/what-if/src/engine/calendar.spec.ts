import { describe, expect, it } from 'vitest';
import { draw, streamBase } from '../draw.js';
import { entry, HOUR, MINUTE } from '../testing/a-scenario.js';
import type { CalendarEntry } from '../scenario.js';
import { Calendar } from './calendar.js';

const SEED = 11;
const VMS = Array.from({ length: 300 }, (_vm, vm) => vm);

function timesOf(
  change: Partial<CalendarEntry>,
  tenantOf: (vm: number) => number = () => 0,
): readonly number[] {
  const schedule = { groups: [{ name: 'a', entries: [entry('start', 8 * HOUR, change)] }] };
  const calendar = new Calendar(schedule, SEED, tenantOf);
  return VMS.map((vm) => calendar.timeOf(0, 0, vm));
}

describe('the calendar', () => {
  it('draws each time from the number of the VM, within the window', () => {
    const base = streamBase(SEED, 9);
    expect(timesOf({ window: { fromMs: HOUR, withinMs: 90_000 }, offsetStream: 9 })).toEqual(
      VMS.map((vm) => HOUR + (draw(base, vm) % 90_000)),
    );
  });

  it.each([0, 1])('is on time in a window of %i ms', (withinMs) => {
    expect(new Set(timesOf({ window: { fromMs: HOUR, withinMs } }))).toEqual(new Set([HOUR]));
  });

  it.each([0, 30, 100])('has %i of 100 VMs come in the spike instead', (percent) => {
    const window = { fromMs: 9 * HOUR, withinMs: MINUTE };
    const spikes = streamBase(SEED, 6);
    const offsets = streamBase(SEED, 5);
    expect(
      timesOf({ window: { fromMs: 7 * HOUR, withinMs: HOUR }, spike: { percent, stream: 6, window } }),
    ).toEqual(
      VMS.map((vm) =>
        draw(spikes, vm) % 100 < percent
          ? 9 * HOUR + (draw(offsets, vm) % MINUTE)
          : 7 * HOUR + (draw(offsets, vm) % HOUR),
      ),
    );
  });

  it.each([
    ['vm', (vm: number) => vm],
    ['tenant', (vm: number) => (vm * 7) % 13],
  ] as const)('staggers by %s, in the spike too', (by, numberOf) => {
    const spike = { percent: 100, stream: 6, window: { fromMs: 9 * HOUR, withinMs: 1 } };
    const stagger = { by, slots: 4, everyMs: 10 * MINUTE };
    const expected = VMS.map((vm) => (numberOf(vm) % 4) * 10 * MINUTE);
    const tenantOf = (vm: number) => (vm * 7) % 13;
    expect(timesOf({ stagger }, tenantOf)).toEqual(expected.map((late) => 8 * HOUR + late));
    expect(timesOf({ stagger, spike }, tenantOf)).toEqual(expected.map((late) => 9 * HOUR + late));
  });

  it('keeps the entries of groups apart', () => {
    const groups = [
      { name: 'a', entries: [entry('start', 1), entry('hibernate', 2)] },
      { name: 'none', entries: [] },
      { name: 'b', entries: [entry('hibernate', 3), entry('start', 4), entry('start', 5)] },
    ];
    const calendar = new Calendar({ groups }, SEED, () => 0);
    const told = groups.map((_group, group) =>
      Array.from({ length: calendar.stepsOf(group) }, (_step, step) => [
        calendar.isHibernation(group, step),
        calendar.timeOf(group, step, 0),
      ]),
    );
    expect(told).toEqual([
      [
        [false, 1],
        [true, 2],
      ],
      [],
      [
        [true, 3],
        [false, 4],
        [false, 5],
      ],
    ]);
  });
});
