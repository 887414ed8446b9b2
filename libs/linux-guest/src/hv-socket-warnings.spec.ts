import { expect, it } from 'vitest';
import { joinedLog } from './kernel-log.js';
import { runHibernation } from './run-hibernation.js';
import { aGuest, aMachine, aProfile } from './testing/guest-fixtures.js';

it.each([
  [0, []],
  [1, ['a Hyper-V socket has no relid to unmap']],
  [3, ['a Hyper-V socket has no relid to unmap (3 times)']],
] as const)(
  'ASSUME-21 R31 of %i sockets that were open each is warned about at poweroff',
  (sockets, expected) => {
    const guest = aGuest({ profile: aProfile({ openHvSockets: sockets }) });
    const { steps, findings } = runHibernation(guest, aMachine(), { initiatedBy: 'shutdown-service' });
    const warnings = joinedLog(steps).filter(({ level }) => level === 'warning');
    expect(warnings.map(({ text }) => text)).toEqual(
      expected.map((text) => `WARNING: vmbus_channel_unmap_relid: ${text}`),
    );
    expect(findings.map(({ rule, assumption }) => [rule, assumption])).toEqual(
      sockets === 0 ? [] : [['DEVICES-12', 'ASSUME-21']],
    );
  },
);
