import { describe, expect, it } from 'vitest';
import { hibernationCapability, requestHibernation } from './hibernation-request.js';
import { aGuest, aMachine, aProfile, azureDevices } from './testing/guest-fixtures.js';

describe('what the guest shows', () => {
  it.each([
    {
      case: 'S4 enabled',
      guest: aGuest(),
      shown: {
        supported: true,
        sysPowerDisk: '[platform] shutdown reboot suspend test_resume',
        sysBusVmbusHibernation: '1',
      },
    },
    {
      case: 'S4 not enabled',
      guest: aGuest({ machine: aMachine({ s4Enabled: false }) }),
      shown: {
        supported: false,
        sysPowerDisk: '[shutdown] reboot suspend test_resume',
        sysBusVmbusHibernation: '0',
      },
    },
    {
      case: 'locked down',
      guest: aGuest({ profile: aProfile({ hibernationAvailable: false }) }),
      shown: { supported: true, sysPowerDisk: '[disabled]', sysBusVmbusHibernation: '1' },
    },
  ])('ENABLE-5 $case: /sys/power/disk and /sys/bus/vmbus/hibernation say so', ({ guest, shown }) => {
    expect(hibernationCapability(guest)).toEqual(shown);
  });

  it('R85 lists platform exactly where hibernation is supported', () => {
    const shown = [true, false].map((s4Enabled) =>
      hibernationCapability(aGuest({ machine: aMachine({ s4Enabled }) })),
    );
    expect(
      shown.map(({ supported, sysPowerDisk }) => [supported, sysPowerDisk.includes('platform')]),
    ).toEqual([
      [true, true],
      [false, false],
    ]);
  });

  it('R93 an arm64 guest does not take hibernation for supported, whatever the host enables', () => {
    expect(hibernationCapability(aGuest({ profile: aProfile({ architecture: 'arm64' }) }))).toMatchObject({
      supported: false,
      sysBusVmbusHibernation: '0',
    });
  });
});

describe('the request of the host', () => {
  it('INITIATE-2 is answered at once and turned into a uevent', () => {
    expect(requestHibernation(aGuest())).toEqual({
      kind: 'accepted',
      rule: 'INITIATE-2',
      status: 0,
      uevent: 'EVENT=hibernate',
      isHandled: true,
    });
  });

  it('INITIATE-3 R89 is accepted, but nobody acts on the event without a udev rule', () => {
    expect(requestHibernation(aGuest({ profile: aProfile({ hasUdevHibernateRule: false }) }))).toEqual({
      kind: 'accepted',
      rule: 'INITIATE-3',
      status: 0,
      uevent: 'EVENT=hibernate',
      isHandled: false,
    });
  });

  it('R88 is answered with failure by a guest without S4', () => {
    expect(requestHibernation(aGuest({ machine: aMachine({ s4Enabled: false }) }))).toEqual({
      kind: 'refused',
      rule: 'R88',
      status: 0x80004005,
      symptom: 'the Shutdown driver answers HV_E_FAIL: this guest has no ACPI S4 state',
    });
  });

  it.each([
    {
      case: 'without the service',
      guest: aGuest({
        machine: aMachine({ devices: azureDevices().filter(({ kind }) => kind !== 'shutdown') }),
      }),
      symptom: 'the Shutdown service is not there: no answer',
    },
    {
      case: 'without its driver',
      guest: aGuest({ profile: aProfile({ kindsWithoutDriver: ['shutdown'] }) }),
      symptom: 'the Shutdown service has no open channel: no answer',
    },
  ])('INITIATE-2 gets no answer $case', ({ guest, symptom }) => {
    expect(requestHibernation(guest)).toEqual({ kind: 'no-service', rule: 'INITIATE-2', symptom });
  });
});
