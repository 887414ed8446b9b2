import { describe, expect, it } from 'vitest';
import { KernelLog } from './kernel-log.js';
import { logDeadFunctions, logVfs } from './pci-log.js';
import { aGuest, aMachine, aVf, azureDevices } from './testing/guest-fixtures.js';

const VF = aVf(0);
const GUEST = aGuest({ machine: aMachine({ devices: azureDevices(VF) }), vfPresent: true });
const NIC = 'hv_netvsc 000d3a03-1646-000d-3a03-1646000d3a03 eth0';

function logged(write: (log: KernelLog) => void): readonly string[] {
  const log = new KernelLog();
  write(log);
  return log.lines.map(({ level, text }) => `${level}: ${text}`);
}

describe('what the kernel says of VFs', () => {
  it('R63 a new one registers with its NIC and takes over the data path', () => {
    expect(logged((log) => logVfs(GUEST, log, { newGuids: [VF.instanceGuid] }))).toEqual([
      `info: ${NIC}: VF registering: enP61121s1`,
      `info: ${NIC}: Data path switched to VF: enP61121s1`,
    ]);
  });

  it('R63 one that was there before takes over the data path alone', () => {
    expect(logged((log) => logVfs(GUEST, log, { newGuids: [] }))).toEqual([
      `info: ${NIC}: Data path switched to VF: enP61121s1`,
    ]);
  });

  it('says nothing of others than those asked about', () => {
    expect(logged((log) => logVfs(GUEST, log, { newGuids: [], among: [] }))).toEqual([]);
  });

  it('R65 a dead one neither joins nor answers', () => {
    const channels = GUEST.channels.map((channel) => {
      if (channel.pci !== undefined) return { ...channel, pci: { ...channel.pci, state: 'dead' as const } };
      return channel.dataPath === undefined ? channel : { ...channel, dataPath: 'down' as const };
    });
    const guest = { ...GUEST, channels };
    expect(logged((log) => logVfs(guest, log, { newGuids: [VF.instanceGuid] }))).toEqual([]);
    expect(logged((log) => logDeadFunctions(guest, log))).toEqual([
      'error: pci eec1: the function of vf 0 does not answer, its driver cannot resume',
    ]);
    expect(logged((log) => logDeadFunctions(GUEST, log))).toEqual([]);
  });
});
