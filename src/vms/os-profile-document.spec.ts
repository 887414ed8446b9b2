import { describe, expect, it } from 'vitest';
import { osProfileDocument } from './os-profile-document.js';

const ALWAYS = {
  computerName: 'vm',
  secrets: [],
  allowExtensionOperations: true,
  requireGuestProvisionSignal: true,
};
const WINDOWS = {
  provisionVMAgent: true,
  enableAutomaticUpdates: true,
  patchSettings: { patchMode: 'AutomaticByOS', assessmentMode: 'ImageDefault' },
  enableVMAgentPlatformUpdates: true,
};

describe('osProfileDocument', () => {
  it.each([
    ['nothing', {}, WINDOWS],
    ['a time zone', { timeZone: 'UTC' }, { ...WINDOWS, timeZone: 'UTC' }],
    [
      'updates by hand',
      { enableAutomaticUpdates: false },
      {
        ...WINDOWS,
        enableAutomaticUpdates: false,
        patchSettings: { patchMode: 'Manual', assessmentMode: 'ImageDefault' },
      },
    ],
    [
      'patches by the platform',
      { patchSettings: { patchMode: 'AutomaticByPlatform' } },
      { ...WINDOWS, patchSettings: { patchMode: 'AutomaticByPlatform', assessmentMode: 'ImageDefault' } },
    ],
  ])(
    'ARM-26 shows how a Windows guest that was given %s is updated',
    (_what, given, windowsConfiguration) => {
      const profile = { windowsConfiguration: given };
      expect(osProfileDocument(profile, { vmName: 'vm', osType: 'Windows' })).toEqual({
        ...ALWAYS,
        windowsConfiguration,
      });
    },
  );

  it('goes by the disk where no configuration was given', () => {
    expect(osProfileDocument({ adminUsername: 'ops' }, { vmName: 'vm', osType: 'Windows' })).toEqual({
      ...ALWAYS,
      adminUsername: 'ops',
      windowsConfiguration: WINDOWS,
    });
  });

  it('shows what a Linux guest was given beside what it has anyway', () => {
    const given = { computerName: 'web', linuxConfiguration: { disablePasswordAuthentication: true } };
    expect(osProfileDocument(given, { vmName: 'vm', osType: 'Linux' })).toEqual({
      ...ALWAYS,
      computerName: 'web',
      linuxConfiguration: { disablePasswordAuthentication: true, provisionVMAgent: true },
    });
  });
});
