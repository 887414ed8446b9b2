import { describe, expect, it } from 'vitest';
import { compareKernelVersions } from './kernel-version.js';

describe('compareKernelVersions', () => {
  it.each([
    ['6.1.192', '6.12.117', -1],
    ['6.12', '6.12.0', 0],
    ['6.14.0', '6.13.5', 1],
    ['6.1.0-0.deb11.21-cloud-amd64', '6.1', 0],
    ['4.15.0-1045-azure', '5.3.18-150300.59.112-default', -1],
    ['7.2.13', '6.14', 1],
  ])('%s against %s', (a, b, sign) => {
    expect(Math.sign(compareKernelVersions(a, b))).toBe(sign);
    expect(Math.sign(compareKernelVersions(b, a))).toBe(sign === 0 ? 0 : -sign);
  });

  it('refuses a text that does not start with a number', () => {
    expect(() => compareKernelVersions('azure', '6.1')).toThrow(
      new TypeError('not a kernel version: "azure"'),
    );
  });
});
