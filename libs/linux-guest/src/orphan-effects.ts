import type { RuleId } from '#libs/kernel-rules';
import type { VirtualDeviceKind } from '#libs/vmbus';
import type { Severity } from './guest-profile.js';

/** What follows when the device behind a channel of the image is not there any more (DEVICES-6, R56). */
export interface OrphanEffect {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly consequence: string;
  /** What the next hibernation meets because of this device alone; absent: nothing beyond R46. */
  readonly nextHibernation?: string;
}

/** One row per kind, in words of our own after R56; `scsi` is split by what hangs on the controller. */
const EFFECTS: Readonly<Record<Exclude<VirtualDeviceKind, 'scsi'>, OrphanEffect>> = {
  nic: {
    rule: 'R56',
    severity: 'resumed-degraded',
    consequence: 'The interface stays, but is dead: no carrier, and every connection over it is lost.',
    nextHibernation: 'netvsc refuses the next hibernation with -ENODEV',
  },
  vf: {
    rule: 'R65',
    severity: 'resumed-degraded',
    consequence:
      'The stale VF stays joined to its NIC and keeps a new one out; the network of that NIC is down.',
    nextHibernation: 'hv_pci refuses the next hibernation with -EINVAL',
  },
  dda: {
    rule: 'R68',
    severity: 'resumed-degraded',
    consequence: 'The PCI function is dead: a disk on it gives I/O errors, a GPU driver fails.',
    nextHibernation: 'hv_pci refuses the next hibernation with -EINVAL',
  },
  video: minor('The console is frozen or blank.'),
  keyboard: minor('The console takes no keys.'),
  mouse: minor('The console takes no pointer.'),
  shutdown: minor('The host can no longer ask for shutdown, restart or hibernation.'),
  heartbeat: minor('The host reports a lost heartbeat; the guest is fine.'),
  timesync: minor('The host no longer corrects the clock after the gap.'),
  kvp: minor('There is no data exchange with the host.'),
  vss: minor('Backups on the host cannot quiesce the guest.'),
  balloon: minor('Dynamic memory is no longer reported.'),
  fcopy: minor('The host cannot copy files into the guest.'),
};

/** R56: losing the controller of the OS disk is fatal; the reasoning for calling it so is ASSUME-4. */
const OS_CONTROLLER: OrphanEffect = {
  rule: 'R56',
  severity: 'hung-or-undefined',
  consequence: 'The first I/O to the OS disk crashes the task that submits it, and the system with it.',
};

const DATA_CONTROLLER: OrphanEffect = {
  rule: 'R56',
  severity: 'resumed-degraded',
  consequence:
    'The first I/O to a disk behind it crashes the task that submits it; its file systems are lost.',
};

/** A device that no driver used does nothing when it is missing (R56, last row). */
const DRIVERLESS: OrphanEffect = {
  rule: 'R56',
  severity: 'resumed',
  consequence: 'No driver used the device, so nothing fails.',
};

/** `isDriven`: whether a driver was bound to the device. SCSI controller 0 carries the OS disk (R4). */
export function orphanEffect(slot: {
  readonly kind: VirtualDeviceKind;
  readonly index: number;
  readonly isDriven: boolean;
}): OrphanEffect {
  if (!slot.isDriven) return DRIVERLESS;
  if (slot.kind === 'scsi') return slot.index === 0 ? OS_CONTROLLER : DATA_CONTROLLER;
  return EFFECTS[slot.kind];
}

function minor(consequence: string): OrphanEffect {
  return { rule: 'R56', severity: 'resumed-degraded', consequence };
}
