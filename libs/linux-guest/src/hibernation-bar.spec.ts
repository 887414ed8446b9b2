import { describe, expect, it } from 'vitest';
import type { Fault } from './faults/fault.js';
import { hibernationBar } from './hibernation-bar.js';
import { hibernationCapability } from './hibernation-request.js';
import { aGuest, aProfile } from './testing/guest-fixtures.js';

describe('what bars hibernation', () => {
  it.each<[string, boolean, readonly Fault[], string | undefined]>([
    ['nothing', true, [], undefined],
    ['the configuration', false, [], 'nohibernate, lock-down or secret memory in use'],
    [
      'secret memory',
      true,
      [{ kind: 'secret-memory-in-use' }],
      'an application holds secret memory (memfd_secret)',
    ],
    ['memory on CXL', true, [{ kind: 'cxl-memory-in-use' }], 'memory on CXL is in use'],
  ])('R21 R85 %s', (_what, hibernationAvailable, faults, bar) => {
    const profile = aProfile({ hibernationAvailable });
    expect(hibernationBar(profile, faults)).toBe(bar);
    const isDisabled = hibernationCapability(aGuest({ profile }), faults).sysPowerDisk === '[disabled]';
    expect(isDisabled).toBe(bar !== undefined);
  });
});
