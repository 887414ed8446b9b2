import { describe, expect, it } from 'vitest';
import { supportsHibernation } from './configuration-versions.js';
import { defaultConfigurationVersion, HOST_GENERATIONS, hostGenerationNamed } from './host-generations.js';

const generations = Object.values(HOST_GENERATIONS);

describe('host generations', () => {
  it.each(Object.entries(HOST_GENERATIONS))('%s is found by its name', (key, generation) => {
    expect(generation.name).toBe(key);
    expect(hostGenerationNamed(key)).toBe(generation);
  });

  it('an unknown name has none', () => {
    expect(hostGenerationNamed('vax')).toBeUndefined();
  });

  it('ASSUME-5 one processor model has one rank, and no two models of a vendor share it', () => {
    const ranks = new Set(generations.map((g) => `${g.processorVendor} ${g.processorRank}`));
    const models = new Set(generations.map((g) => `${g.processorVendor} ${g.processorModel}`));
    const pairs = new Set(
      generations.map((g) => `${g.processorVendor} ${g.processorModel} ${g.processorRank}`),
    );
    expect([ranks.size, pairs.size]).toEqual([models.size, models.size]);
  });

  it('R13 guests get VMBus 4.0 on host build 20348 and 5.3 on build 26102', () => {
    const newest = new Set(generations.map((g) => `${g.hypervLevel}: ${g.vmbusVersions.at(-1)}`));
    expect([...newest].sort()).toEqual(['20348: 4.0', '26102: 5.3']);
  });

  it('a VM gets the newest configuration version of its first host, which can hibernate', () => {
    const given = generations.map((g) => [g.hypervLevel, defaultConfigurationVersion(g)]);
    expect(given).toEqual(generations.map((g) => [g.hypervLevel, g.hypervLevel === 20348 ? '10.0' : '12.0']));
    expect(given.every(([, version]) => supportsHibernation(String(version)))).toBe(true);
  });

  it('a host that runs no configuration version cannot create a VM', () => {
    const bare = { ...HOST_GENERATIONS['amd-rome'], configurationVersions: [] };
    expect(() => defaultConfigurationVersion(bare)).toThrow('amd-rome runs no configuration version');
  });
});
