import type { Guid } from '#libs/vmbus';
import { indexOf, kindOf, logName } from './driver-binding.js';
import type { GuestChannel, RunningGuest } from './guest-state.js';
import type { KernelLog } from './kernel-log.js';

/** Which VFs lines are wanted about: `among` them all where absent, of which `newGuids` have just come. */
export interface VfsToLog {
  readonly newGuids: readonly Guid[];
  readonly among?: readonly Guid[];
}

/** What netvsc says of VFs that work: a new one joins its NIC, and the data path goes through it (R63). */
export function logVfs({ channels }: RunningGuest, log: KernelLog, { newGuids, among }: VfsToLog): void {
  for (const nic of channels.filter(({ dataPath }) => dataPath === 'vf')) {
    const vf = channels.find((channel) => kindOf(channel) === 'vf' && indexOf(channel) === indexOf(nic));
    if (vf === undefined || (among !== undefined && !among.includes(vf.offer.instanceGuid))) continue;
    const name = `${logName(nic)} eth${indexOf(nic)}`;
    if (newGuids.includes(vf.offer.instanceGuid)) log.info(`${name}: VF registering: ${netdevName(vf)}`);
    log.info(`${name}: Data path switched to VF: ${netdevName(vf)}`);
  }
}

/** What becomes of PCI functions whose bus did not come back as it was: they read all ones (R56, R65, R67). */
export function logDeadFunctions({ channels }: RunningGuest, log: KernelLog): void {
  for (const { slot, pci } of channels) {
    if (pci?.state !== 'dead') continue;
    const domain = pci.domain.toString(16).padStart(4, '0');
    log.error(`pci ${domain}: the function of ${slot} does not answer, its driver cannot resume`);
  }
}

/** Interfaces of VFs are named after PCI domain and slot. */
function netdevName({ pci }: GuestChannel): string {
  return `enP${pci?.domain ?? 0}s1`;
}
