import { describe, expect, it } from 'vitest';
import { vmbusEra } from '#libs/linux-guest';
import { HIBERNATE_GUEST } from './hibernate-guest.js';
import { HIBERNATE_HOST } from './hibernate-host.js';
import { KERNELS, onEachKernel } from './outcome-case.js';
import { RESUME_DEVICES } from './resume-devices.js';
import { RESUME_DISKS } from './resume-disks.js';
import { RESUME_IMAGE } from './resume-image.js';
import { RESUME_LOST_DEVICES } from './resume-lost-devices.js';
import { RESUME_MACHINE } from './resume-machine.js';
import { HIBERNATE_ROWS, RESUME_ROWS, TABLE_ROWS, type RowName, type TableRow } from './table-rows.js';
import { TRIGGER } from './trigger.js';

const CASES = [
  ...HIBERNATE_GUEST,
  ...HIBERNATE_HOST,
  ...TRIGGER,
  ...RESUME_IMAGE,
  ...RESUME_LOST_DEVICES,
  ...RESUME_DEVICES,
  ...RESUME_MACHINE,
  ...RESUME_DISKS,
];
const ROWS: readonly (readonly [RowName, TableRow])[] = Object.entries(TABLE_ROWS) as never;

describe('the tables of outcomes', () => {
  it('have 24 rows about hibernation and 39 about resume, none twice', () => {
    expect([Object.keys(HIBERNATE_ROWS).length, Object.keys(RESUME_ROWS).length, ROWS.length]).toEqual([
      24, 39, 63,
    ]);
  });

  it.each(ROWS)('"%s" has a case in each era of the bus that it is about', (name, { onlyInEra }) => {
    const kernels = CASES.filter(({ row }) => row === name).flatMap(onEachKernel);
    const eras = new Set(kernels.map(({ kernel }) => vmbusEra(KERNELS[kernel])));
    expect([...eras].sort()).toEqual(onlyInEra === undefined ? ['A', 'B'] : [onlyInEra]);
  });

  it.each(ROWS)('"%s" allows all that its cases come to', (name, { phases, severities }) => {
    const outcomes = CASES.filter(({ row }) => row === name).map(({ expected }) => expected);
    const shown = outcomes.flatMap(({ shows }) => (shows === 'nothing' ? [] : [shows.phase]));
    expect(phases).toEqual(expect.arrayContaining(shown));
    // And has nothing that none of them comes to.
    expect(new Set(outcomes.map(({ severity }) => severity))).toEqual(new Set(severities));
  });

  it('are told in tests of which no two have one title', () => {
    const titles = CASES.flatMap(onEachKernel).map(({ title }) => title);
    expect(titles.filter((title, at) => titles.indexOf(title) !== at)).toEqual([]);
  });
});
