import { describe, expect, it } from 'vitest';
import { mergeEcho } from './vm-echo.js';

describe('mergeEcho', () => {
  it('merges members at every depth and replaces lists', () => {
    const before = {
      osDisk: { caching: 'ReadOnly', deleteOption: 'Detach' },
      osProfile: {
        computerName: 'a',
        linuxConfiguration: { provisionVMAgent: true, ssh: { publicKeys: ['x'] } },
      },
      dataDisks: [{ lun: 0, caching: 'None' }],
    };
    const change = {
      osDisk: { caching: 'ReadWrite' },
      osProfile: { linuxConfiguration: { ssh: { publicKeys: [] } } },
      dataDisks: [{ lun: 1 }],
      top: { zones: ['1'] },
    };
    expect(mergeEcho(before, change)).toEqual({
      osDisk: { caching: 'ReadWrite', deleteOption: 'Detach' },
      osProfile: {
        computerName: 'a',
        linuxConfiguration: { provisionVMAgent: true, ssh: { publicKeys: [] } },
      },
      dataDisks: [{ lun: 1 }],
      top: { zones: ['1'] },
    });
  });
});
