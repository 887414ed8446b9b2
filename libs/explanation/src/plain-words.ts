import type { RuleId } from '#libs/kernel-rules';
import type { Finding } from '#libs/linux-guest';
import type { VerdictCause } from '#libs/vm-operations';
import { indexOfSlot, kindOfSlot, type VirtualDeviceKind } from '#libs/vmbus';
import { errnoName } from './errno-name.js';

/**
 * What findings and causes come to, in words for somebody who has never heard of VMBus. Each phrase goes on after
 * "but" or a colon, and so begins in lower case and ends without a full stop.
 */

/** Losses that do not depend on a device: by the rule of the finding. */
const LOSS_OF_RULE: Partial<Record<RuleId, string>> = {
  R14: 'it cannot talk to its new host at all',
  R44: 'it cannot talk to its new host at all',
  R51: 'one of its devices is now a device of another kind',
  R62: 'its network card uses an address that the new host does not expect',
  R78: 'its memory is older than its disks, and overwrites what changed since',
  R80: 'some of its processors are missing',
  'CONSIDER-7': 'it now runs on a machine that may lack what it relies on',
};

const MINOR_LOSSES = {
  shutdown: 'the host can no longer tell it to shut down or to hibernate',
  timesync: 'nobody corrects its clock any more',
  heartbeat: 'the host no longer sees whether it lives',
  kvp: 'it no longer exchanges data with the host',
  vss: 'backups can no longer bring it to rest',
  balloon: 'it no longer reports its memory to the host',
  fcopy: 'the host can no longer copy files into it',
  keyboard: 'its console takes no keys',
  mouse: 'its console takes no pointer',
  video: 'its screen is frozen',
} as const;

/** `its network is dead`: what a finding means for whoever uses the VM. */
export function lossOf({ rule, slot, summary }: Pick<Finding, 'rule' | 'slot' | 'summary'>): string {
  const general = LOSS_OF_RULE[rule];
  if (general !== undefined) return general;
  return slot === undefined ? 'something in it does not work' : lossOfSlot(slot, summary);
}

function lossOfSlot(slot: string, summary: string): string {
  const kind = kindOfSlot(slot);
  const index = indexOfSlot(slot);
  switch (kind) {
    case undefined:
      return lossOfDisk(slot, summary);
    case 'scsi':
      return index === 0 ? 'the disk with its operating system is gone' : 'its data disks are gone';
    case 'nic':
      return index === 0 ? 'its network is dead' : `its network card ${index + 1} is dead`;
    case 'vf':
      return index === 0 ? 'its network is down' : `the network on its card ${index + 1} is down`;
    case 'dda':
      return 'the PCI device that was assigned to it is dead';
    default:
      return MINOR_LOSSES[kind];
  }
}

/** R57: disks behind a controller that came back; the summary says whether the disk did. */
function lossOfDisk(disk: string, summary: string): string {
  if (disk === 'temporary disk') return 'its temporary disk is empty';
  const name = disk === 'os disk' ? 'the disk with its operating system' : `its ${disk}`;
  return summary.includes('gone') ? `${name} is gone` : `${name} was changed behind its back`;
}

const BY_NOTICE: readonly (VirtualDeviceKind | undefined)[] = [
  'scsi',
  'nic',
  'vf',
  undefined,
  'dda',
  'shutdown',
];

/** Rank of a loss: 0 for what people notice first. */
export function gravityOf({ slot = '' }: Pick<Finding, 'slot'>): number {
  const at = BY_NOTICE.indexOf(kindOfSlot(slot));
  return at === -1 ? BY_NOTICE.length : at;
}

/** Reasons by rule; by phase and error number, too, where a rule stands for several. */
const REASONS: Readonly<Record<string, string>> = {
  'INITIATE-2': 'nothing in it listens to the host’s request',
  'INITIATE-3': 'it took the request and had nobody to carry it out',
  R89: 'it took the request and had nobody to carry it out',
  R88: 'its machine offers no state to sleep in',
  'ENABLE-6': 'Linux cannot hibernate on this kind of processor',
  'R21 H1': 'hibernation is switched off in it',
  'R21 H3': 'a program in it holds what hibernation needs',
  'R21 H5': 'one of its programs would not stand still',
  R81: 'too much of its memory is in use to be copied',
  'R82 trigger': 'it has too little swap space to hold its memory',
  'R82 H13 ENODEV': 'it has no swap space to save its memory in',
  'R82 H13 ENOSPC': 'its swap space is too small for its memory',
  'R82 H13': 'its memory could not be written to disk',
  'R83 trigger': 'it would not have found its saved memory again',
  'UIO-2': 'a program in it has a device for itself that cannot be suspended',
  R20: 'one of its devices cannot be suspended',
  R69: 'a program in it has a device for itself that cannot be suspended',
  R15: 'the host does not answer when it says goodbye',
  R27: 'something woke it while it was turning off',
  R29: 'the host holds on to a connection that was closed',
  R44: 'it could not talk to its host again',
  R45: 'a device was gone when it had its memory copied',
  R46: 'a device is still missing from the last time it woke up',
  R48: 'a network card waits for something that will never come',
  R54: 'the host is silent about a device it does not know',
  R56: 'the disk that it was to write to was gone',
  'R60 H9': 'a disk request is never answered',
  R61: 'a network card could not be brought to rest',
  'R61 H9': 'a network card could not be brought to rest',
  R62: 'the host does not answer a network card',
  R66: 'a PCI device was not ready to be suspended',
  R67: 'the host does not answer a PCI device',
  'R83 C1': 'nothing told the kernel where its saved memory was',
  'R78 C0': 'the kernel that started was told not to look for saved memory',
  'R78 C1': 'the kernel that started could not reach the disk with its saved memory',
  R77: 'the machine’s firmware is not the one it slept on',
  R76: 'the machine’s memory is laid out in another way than before',
  'ENABLE-2': 'the machine has another amount of memory than before',
  'R75 C9': 'some of its memory does not exist in the new machine',
  'R75 C10': 'its saved memory could not be read',
  'R75 C11': 'its saved memory was damaged on the disk',
};

/** Why a hibernation or a resume ended before its time. */
export function reasonOf({ rule, phase, errno }: Pick<VerdictCause, 'rule' | 'phase' | 'errno'>): string {
  const name = errno === undefined ? '' : errnoName(errno);
  const exact = REASONS[`${rule} ${phase} ${name}`] ?? REASONS[`${rule} ${phase}`] ?? REASONS[rule];
  if (exact !== undefined) return exact;
  return phase === 'B5'
    ? 'a device of the freshly started kernel would not make way for it'
    : 'its kernel called it off';
}
