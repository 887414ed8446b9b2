import { describe, expect, it } from 'vitest';
import { readEmulationHeader } from './emulation-header.js';

describe('the header that says how a new VM is emulated', () => {
  it('is JSON with the members of the emulation', () => {
    const value =
      '{"policy":"local-hyperv","guestOverrides":{"swapMib":0},"placement":{"hostName":"rack-1"}}';
    expect(readEmulationHeader(value)).toEqual({
      policy: 'local-hyperv',
      guestOverrides: { swapMib: 0 },
      placement: { strategy: 'spread', hostName: 'rack-1' },
    });
  });

  it.each([
    ['TORPOR-22 a member nobody knows', '{"polcy":"azure"}', 'unknown-member'],
    ['a value of the wrong type', '{"policy":7}', 'invalid-parameter'],
    ['text that is no JSON', 'azure', 'invalid-parameter'],
    ['something endless', `{"policy":"${'x'.repeat(9_000)}"}`, 'invalid-parameter'],
  ])('refuses %s', (_what, value, code) => {
    expect(() => readEmulationHeader(value)).toThrow(
      expect.objectContaining({ refusal: expect.objectContaining({ code }) }),
    );
  });
});
