import type { KernelPhase, VmbusEra } from '#libs/linux-guest';
import type { Verdict } from '#libs/vm-operations';

/**
 * The two tables of outcomes, row by row in their order: the cause, the phases of the kernel's sequence in which it may
 * show, and the severities that it may have. Every row is the name under which cases are told; a case may not show
 * anything that its row does not allow.
 */
export interface TableRow {
  /** Empty where the kernel sees nothing at all. */
  readonly phases: readonly KernelPhase[];
  readonly severities: readonly Verdict['severity'][];
  /** Where the cause, or its effect, belongs to one era of the VMBus resume code. */
  readonly onlyInEra?: VmbusEra;
}

function row(phases: TableRow['phases'], ...severities: TableRow['severities']): TableRow {
  return { phases, severities };
}

const ABORTED = 'hibernate-aborted';
const COLD = 'resume-rejected-cold-boot';
const DEGRADED = 'resumed-degraded';
const HUNG = 'hung-or-undefined';

/** What ends a hibernation, or might: 24 rows. */
export const HIBERNATE_ROWS = {
  'hibernation is barred': row(['H1'], ABORTED),
  'snapshot device is held': row(['H3'], ABORTED),
  'user process does not freeze': row(['H5'], ABORTED),
  'not enough memory for the image': row(['H7', 'H11'], ABORTED),
  'device bound to UIO': row(['H9'], ABORTED),
  'vPCI bus not installed': row(['H9'], ABORTED),
  'vPCI D0 exit unanswered': row(['H9'], ABORTED),
  'NIC whose last resume failed': row(['H9'], ABORTED),
  'NIC rings do not drain': row(['H9'], ABORTED),
  'earlier resume had missing channels': { ...row(['H9'], ABORTED, HUNG), onlyInEra: 'A' },
  'closed sub-channel is not rescinded': row(['H9'], HUNG),
  'UNLOAD or disk I/O unanswered': row(['H9'], HUNG),
  'device missing at thaw': {
    ...row(['H12', 'H14'], ABORTED, HUNG, 'stopped-not-hibernated'),
    onlyInEra: 'A',
  },
  'no active swap or wrong resume device': row(['H13'], ABORTED),
  'swap too small': row(['H13'], ABORTED),
  'I/O error while writing': row(['H13'], ABORTED),
  'wakeup event at poweroff': row(['H14'], ABORTED),
  'other error at poweroff': row(['H14'], 'stopped-not-hibernated'),
  'S4 not enabled': row(['trigger'], ABORTED, 'stopped-not-hibernated'),
  'shutdown service not open': row(['trigger'], ABORTED),
  'no udev rule': row(['trigger'], ABORTED),
  'systemd refuses': row(['trigger'], ABORTED),
  'KVP offered again during the freeze': row(['H9'], 'hibernated'),
  'open Hyper-V sockets': row(['H9'], 'hibernated'),
} as const satisfies Readonly<Record<string, TableRow>>;

/** What ends a resume, or spoils it, or does neither: 39 rows. */
export const RESUME_ROWS = {
  'no image': row([], 'cold-boot'),
  'resume not attempted': row(['C0', 'C1'], COLD),
  'FACS signature differs': row(['C4'], COLD),
  'memory size or map differs': row(['C7'], COLD),
  'hot-added memory in the image': row(['C8'], COLD),
  'page frame not valid': row(['C9'], COLD),
  'image cannot be loaded': row(['C10', 'C11'], COLD),
  'fresh kernel cannot quiesce': row(['B5'], COLD),
  'boot kernel of another version': row([], 'resumed'),
  'relids differ': row(['R2r'], 'resumed'),
  'other offer fields differ': row(['R2r'], 'resumed'),
  'VMBus protocol not supported': row(['R2r'], HUNG),
  'all-offers message never sent': { ...row(['R2r'], 'resumed'), onlyInEra: 'B' },
  'controller of root or swap lost': row(['R2r'], HUNG),
  'controller of data disks missing': row(['R2r'], DEGRADED),
  'OS LUN missing': row(['after'], HUNG),
  'data LUN missing or temporary disk blank': row(['after'], DEGRADED),
  'disk content changed': row(['after'], HUNG),
  'NIC missing or renamed': row(['R2r'], DEGRADED),
  'NIC with another MAC': row(['R2r'], DEGRADED),
  'VF in the image, new VF GUID': row(['R2r'], DEGRADED),
  'VF in the image, offered late': { ...row(['R2r'], DEGRADED), onlyInEra: 'B' },
  'VF removed before, new VF offered': row(['complete'], 'resumed'),
  'vPCI protocol refused': row(['R2r'], DEGRADED),
  'vPCI function differs': row(['R2r'], DEGRADED),
  'DDA device missing or renamed': row(['R2r'], DEGRADED, HUNG),
  'console device missing': row(['R2r'], DEGRADED),
  'integration service missing': row(['R2r'], DEGRADED),
  'unused device missing': row(['R2r'], 'resumed'),
  'extra device': row(['complete'], 'resumed'),
  'many extra disks or NICs': row(['C7'], COLD),
  'same instance GUID, other class': row(['R2r'], HUNG),
  'fewer vCPUs': row(['R1r'], DEGRADED),
  'more vCPUs': row([], 'resumed'),
  // A newer model of the vendor is taken to have all of an older one: the table would call it undefined (ASSUME-5).
  'other CPU or older hypervisor': row(['after'], HUNG, 'resumed'),
  'sub-channel shortage': row(['R2r'], 'resumed'),
  'NIC or vPCI host end silent': row(['R2r'], HUNG),
  'storage host end silent': row(['R2r'], HUNG, DEGRADED),
  'stale image resumed': row(['after'], HUNG),
} as const satisfies Readonly<Record<string, TableRow>>;

export const TABLE_ROWS = { ...HIBERNATE_ROWS, ...RESUME_ROWS };

export type RowName = keyof typeof TABLE_ROWS;
