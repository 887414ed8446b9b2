import { describe, expect, it } from 'vitest';
import { canonicalClass, CLASS_NAMES } from './scenario-class.js';
import { readScenario } from './scenario-reader.js';
import { device, offer } from './testing/scenario-fixtures.js';

describe('readScenario', () => {
  it('hands out the value itself when it is spelled as it should be', () => {
    const scenario = { devices: [device('nic', 1)], boot: { offers: [offer(0, 1)] } };
    const reading = readScenario(scenario);
    expect(reading.kind === 'scenario' && reading.scenario).toBe(scenario);
  });

  it('spells classes and GUIDs in one way, and leaves the value alone', () => {
    const scenario = {
      devices: [['A9A0F4E7-5A45-4D96-B827-8A841E8C03E6', 'ABCDEF00-0000-4000-8000-000000000001']],
      boot: {},
    };
    const before = structuredClone(scenario);
    expect(readScenario(scenario)).toEqual({
      kind: 'scenario',
      scenario: { devices: [['kvp', 'abcdef00-0000-4000-8000-000000000001']], boot: {} },
    });
    expect(scenario).toEqual(before);
  });

  it('leads to the field', () => {
    const scenario = { devices: [device('nic', 1)], boot: { offers: [offer(0, 1), offer(1, 2)] } };
    expect(readScenario(scenario)).toEqual({
      kind: 'malformed',
      problem: { path: '.boot.offers[1][0]', message: 'expected a device index from 0 to 0' },
    });
  });
});

describe('canonicalClass', () => {
  it.each(CLASS_NAMES)('knows %s', (name) => {
    expect(canonicalClass(name)).toBe(name);
  });

  it.each([
    ['F8615163-DF3E-46C5-913F-F2D2F965ED0E', 'nic'],
    ['ABCDEF00-0000-4000-8000-000000000001', 'abcdef00-0000-4000-8000-000000000001'],
    ['NIC', undefined],
    ['constructor', undefined],
    ['', undefined],
  ])('%s stands for %s', (text, canonical) => {
    expect(canonicalClass(text)).toBe(canonical);
  });
});
