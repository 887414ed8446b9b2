import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../catalogue/load-catalogue.js';
import type { Act } from './acceptance-case.js';
import { ACCEPTANCE_CASES } from './acceptance-cases.js';
import { dataDisksOf, nicsOf } from './scratch-vm.js';

const MACHINE = loadCatalogue().sizes.find('Standard_D2s_v5')!;

const caseNamed = (id: string) => ACCEPTANCE_CASES.find((one) => one.id === id)!;

/** Acts of the kinds that put a VM to sleep or wake it up, one letter each; any other is a dot. */
function rhythm(acts: readonly Act[]): string {
  const letters: Partial<Record<Act['kind'], string>> = {
    hibernate: 'H',
    'self-hibernate': 'S',
    'hibernate-in-vain': 'V',
    resume: 'R',
    boot: 'B',
  };
  return acts.map(({ kind }) => letters[kind] ?? '.').join('');
}

describe('the table of cases', () => {
  it('names each case once, in kebab-case', () => {
    const ids = ACCEPTANCE_CASES.map(({ id }) => id);
    expect(ids.filter((id, at) => !/^[a-z]+(-[a-z]+)*$/.test(id) || ids.indexOf(id) !== at)).toEqual([]);
  });

  it('asks something of every case: each ends with a resume of a VM that sleeps', () => {
    const wrong = ACCEPTANCE_CASES.filter(
      ({ acts }) => !/^([V.]*[HS][.B]*R)+(\.B(HR)+)?$/.test(rhythm(acts)),
    );
    expect(wrong.map(({ id, acts }) => `${id}: ${rhythm(acts)}`)).toEqual([]);
  });

  it('stages nothing in a usual case', () => {
    const staged = ACCEPTANCE_CASES.filter(
      ({ group, acts, move }) =>
        group === 'usual' && (move !== undefined || acts.some(({ kind }) => kind === 'stage')),
    );
    expect(staged).toEqual([]);
  });

  it('expects of every usual case that the image comes back', () => {
    const others = ACCEPTANCE_CASES.filter(
      ({ group, expects }) => group === 'usual' && expects.kind !== 'comes back',
    );
    expect(others).toEqual([]);
  });

  it('R46 ten-cycles is ten of them', () => {
    expect(rhythm(caseNamed('ten-cycles').acts)).toBe('HRHRHRHRHRHRHRHRHRHR');
  });

  it('R81 memory-load is as much as an image holds and no MiB more', () => {
    const { workingSetMib = 0 } = caseNamed('memory-load').prepare.guest?.(MACHINE) ?? {};
    const kept = MACHINE.memoryMib - 5;
    expect([workingSetMib * 2 <= kept, (workingSetMib + 1) * 2 <= kept]).toEqual([true, false]);
  });
});

describe('what a case makes of the pattern', () => {
  const disk = { sizeGb: 64, sku: 'Premium_LRS' };
  const pattern = {
    machine: MACHINE,
    nics: [true, false],
    dataDisks: [{ sizeGb: 128, sku: 'StandardSSD_LRS' }],
  };

  it.each([
    [{}, [true, false]],
    [{ nics: 1 }, [true]],
    [{ nics: 3 }, [true, false, false]],
    [{ accelerated: true }, [true, true]],
    [{ nics: 'max', accelerated: false }, [false, false]],
  ] as const)('%j: NICs', (preparation, expected) => {
    expect(nicsOf(pattern, preparation)).toEqual(expected);
  });

  it.each([
    [{}, [128]],
    [{ dataDisks: 2 }, [128, 4]],
    [{ dataDisks: 'max' }, [128, 4, 4, 4]],
  ] as const)('%j: data disks', (preparation, expected) => {
    const disks = dataDisksOf({ ...pattern, osDisk: disk }, preparation);
    expect(disks).toEqual(expected.map((sizeGb) => ({ sizeGb, sku: 'StandardSSD_LRS' })));
  });
});
