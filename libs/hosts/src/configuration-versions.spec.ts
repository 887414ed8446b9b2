import { describe, expect, it } from 'vitest';
import {
  compareConfigurationVersions,
  CONFIGURATION_VERSIONS,
  supportsHibernation,
} from './configuration-versions.js';

describe('VM configuration versions', () => {
  it.each(Object.entries(CONFIGURATION_VERSIONS))('of %s are listed from old to new', (_, versions) => {
    expect([...versions].sort(compareConfigurationVersions)).toEqual([...versions]);
  });

  it('CONSIDER-6 a release runs nothing newer than itself, and drops the oldest in time', () => {
    const newest = Object.values(CONFIGURATION_VERSIONS).map((versions) => versions.at(-1));
    const oldest = Object.values(CONFIGURATION_VERSIONS).map((versions) => versions[0]);
    expect([newest, oldest]).toEqual([
      ['8.0', '9.0', '10.0', '12.0'],
      ['5.0', '5.0', '8.0', '8.0'],
    ]);
  });

  it.each([
    ['8.3', false],
    ['9.0', true],
    ['10.0', true],
  ])('%s has virtual S4: %s', (version, expected) => {
    expect(supportsHibernation(version)).toBe(expected);
  });

  it('are ordered by number and not by text', () => {
    expect(compareConfigurationVersions('10.0', '9.3')).toBeGreaterThan(0);
    expect(compareConfigurationVersions('9.0', '9.3')).toBeLessThan(0);
    expect(compareConfigurationVersions('9.1', '9.1')).toBe(0);
    expect(() => compareConfigurationVersions('10', '9.3')).toThrow(
      new TypeError('not a configuration version: "10"'),
    );
  });
});
