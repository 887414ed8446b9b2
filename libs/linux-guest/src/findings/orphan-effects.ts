import type { RuleId } from '#libs/kernel-rules';
import type { VirtualDeviceKind } from '#libs/vmbus';
import type { LaterConsequence, Severity } from '../guest-profile.js';

/** What follows when the device behind a channel of the image is not there any more (DEVICES-6, R56). */
export interface OrphanEffect {
  readonly rule: RuleId;
  readonly severity: Severity;
  readonly consequence: string;
  /** At other times than the resume; what the count of missing channels does (R46) is told once, not per device. */
  readonly later: readonly LaterConsequence[];
  /** Where the sources leave it open. */
  readonly assumption?: RuleId;
}

/** One row per kind, in words of our own after R56; `scsi` is split by what hangs on the controller. */
const EFFECTS: Readonly<Record<Exclude<VirtualDeviceKind, 'scsi'>, OrphanEffect>> = {
  nic: {
    rule: 'R56',
    severity: 'resumed-degraded',
    consequence: 'The interface stays, but is dead: no carrier, and every connection over it is lost.',
    later: [nextHibernation('R61', 'netvsc refuses it with -ENODEV.')],
  },
  vf: {
    rule: 'R65',
    severity: 'resumed-degraded',
    consequence:
      'The stale VF stays joined to its NIC and keeps a new one out; the network of that NIC is down.',
    later: [
      {
        when: 'until-reboot',
        rule: 'R65',
        what: 'The network of the NIC stays down unless accelerated networking is switched off.',
      },
      nextHibernation('R66', 'hv_pci refuses it with -EINVAL.'),
    ],
    assumption: 'ASSUME-3',
  },
  dda: {
    rule: 'R68',
    severity: 'resumed-degraded',
    consequence: 'The PCI function is dead: a disk on it gives I/O errors, a GPU driver fails.',
    later: [nextHibernation('R66', 'hv_pci refuses it with -EINVAL.')],
    assumption: 'ASSUME-7',
  },
  video: minor('The console is frozen or blank.'),
  keyboard: minor('The console takes no keys.'),
  mouse: minor('The console takes no pointer.'),
  shutdown: minor('The host can no longer ask for shutdown, restart or hibernation.', [
    nextHibernation('R87', 'The host gets no answer to its request, and gives up.'),
  ]),
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
  later: [
    {
      when: 'first-use',
      rule: 'R56',
      what: 'storvsc follows a pointer that its suspend had cleared: the task dies, file-system threads with it.',
    },
  ],
  assumption: 'ASSUME-4',
};

const DATA_CONTROLLER: OrphanEffect = {
  rule: 'R56',
  severity: 'resumed-degraded',
  consequence:
    'The first I/O to a disk behind it crashes the task that submits it; its file systems are lost.',
  later: [
    {
      when: 'first-use',
      rule: 'R56',
      what: 'storvsc follows a pointer that its suspend had cleared: journal and writeback threads are among the first.',
    },
  ],
  assumption: 'ASSUME-4',
};

const ROOT_ON_DDA: OrphanEffect = {
  ...EFFECTS.dda,
  severity: 'hung-or-undefined',
  consequence: 'The PCI function is dead, and the root file system or swap is on it: every access fails.',
};

/** A device that no driver used does nothing when it is missing (R56, last row). */
const DRIVERLESS: OrphanEffect = {
  rule: 'R56',
  severity: 'resumed',
  consequence: 'No driver used the device, so nothing fails.',
  later: [],
};

/** `isDriven`: whether a driver was bound to the device. SCSI controller 0 carries the OS disk (R4). */
export function orphanEffect(slot: {
  readonly kind: VirtualDeviceKind;
  readonly index: number;
  readonly isDriven: boolean;
  readonly rootOnDda?: boolean;
}): OrphanEffect {
  if (!slot.isDriven) return DRIVERLESS;
  // That opening an orphan fails at once, instead of never returning, rests on an open implementation of the host.
  return { assumption: 'ASSUME-2', ...deadDeviceEffect(slot) };
}

/** What follows when a driver has given up on its device, orphan or not. */
export function deadDeviceEffect(slot: {
  readonly kind: VirtualDeviceKind;
  readonly index: number;
  readonly rootOnDda?: boolean;
}): OrphanEffect {
  if (slot.kind === 'scsi') return slot.index === 0 ? OS_CONTROLLER : DATA_CONTROLLER;
  if (slot.kind === 'dda' && slot.rootOnDda === true) return ROOT_ON_DDA;
  return EFFECTS[slot.kind];
}

function minor(consequence: string, later: readonly LaterConsequence[] = []): OrphanEffect {
  return { rule: 'R56', severity: 'resumed-degraded', consequence, later };
}

function nextHibernation(rule: RuleId, what: string): LaterConsequence {
  return { when: 'next-hibernation', rule, what };
}
