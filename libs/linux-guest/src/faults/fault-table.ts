import type { RuleId } from '#libs/kernel-rules';

/**
 * What a fault is about, and so what must be said beside its kind:
 * - `nothing`: the whole guest or machine
 * - `slot`: a device, `nic 0`
 * - `disk`: `os disk`, `data disk 0` (by position), `temporary disk`
 * - `number`, `text`: a value, whose meaning the summary gives
 */
export type FaultTakes = 'nothing' | 'slot' | 'disk' | 'number' | 'text';

/** One thing that can be staged to go wrong. */
export interface FaultEntry {
  readonly takes: FaultTakes;
  readonly rule: RuleId;
  /** Where it strikes: the guest's kernel, the host's end of VMBus, the machine that is created, the disks. */
  readonly where: 'guest' | 'host' | 'machine' | 'disk';
  /** What is the case while the fault is set. */
  readonly summary: string;
}

function fault<Takes extends FaultTakes>(
  where: FaultEntry['where'],
  rule: RuleId,
  takes: Takes,
  summary: string,
): FaultEntry & { readonly takes: Takes } {
  return { where, rule, takes, summary };
}

/**
 * Every cause of the outcome tables that is neither a guest profile, nor a policy, nor a host. A fault holds as long
 * as it is set; one of the machine takes effect on the next Hyper-V VM that is created for the customer VM.
 */
export const FAULTS = {
  'secret-memory-in-use': fault(
    'guest',
    'R21',
    'nothing',
    'An application holds secret memory (memfd_secret).',
  ),
  'cxl-memory-in-use': fault('guest', 'R21', 'nothing', 'Memory on CXL is in use.'),
  'snapshot-device-held': fault('guest', 'R21', 'nothing', 'A process holds /dev/snapshot open.'),
  'process-not-freezable': fault('guest', 'R21', 'nothing', 'A user process does not freeze within 20 s.'),
  'memory-short-at-copy': fault(
    'guest',
    'R81',
    'nothing',
    'What was set aside for the image is used up when memory is copied.',
  ),
  'disk-io-outstanding': fault('host', 'R60', 'slot', 'A request to this controller is never answered.'),
  'nic-rings-not-draining': fault('host', 'R61', 'slot', 'The rings of this NIC never run empty.'),
  'vpci-initialising': fault('guest', 'R66', 'slot', 'The vPCI bus of this device is still coming up.'),
  'vpci-d0-exit-unanswered': fault('host', 'R66', 'slot', 'The host does not answer the D0 exit.'),
  'sub-channel-not-rescinded': fault('host', 'R29', 'slot', 'The host keeps a sub-channel that was closed.'),
  'unload-unanswered': fault('host', 'R15', 'nothing', 'The host never answers UNLOAD.'),
  'unload-latency-ms': fault('host', 'R15', 'number', 'The host answers UNLOAD only after so many ms.'),
  'missing-at-thaw': fault('host', 'R45', 'slot', 'The host does not re-offer this device for the thaw.'),
  'wrong-resume-device': fault('guest', 'R83', 'nothing', 'resume= names a device that is no swap area.'),
  'image-write-error': fault('disk', 'R82', 'nothing', 'Writing the image meets an I/O error.'),
  'wakeup-at-poweroff': fault('guest', 'R27', 'nothing', 'A wakeup event arrives during the poweroff phase.'),
  'poweroff-phase-error': fault('guest', 'R27', 'nothing', 'A device fails in the poweroff phase with -EIO.'),

  's4-not-offered': fault('machine', 'R85', 'nothing', 'The new Hyper-V VM has no virtual ACPI S4 state.'),
  'memory-mib': fault('machine', 'R76', 'number', 'The new Hyper-V VM has this much memory, MiB.'),
  vcpus: fault('machine', 'R80', 'number', 'The new Hyper-V VM has so many vCPUs.'),
  'scsi-disks': fault('machine', 'R76', 'number', 'So many disks are behind the SCSI controllers at first.'),
  'first-relid': fault('machine', 'R8', 'number', 'The new host numbers the channels from here, 1 to 1024.'),
  firmware: fault('machine', 'R76', 'text', 'The new Hyper-V VM has firmware of this version.'),
  'facs-signature': fault('machine', 'R77', 'number', 'The FACS hardware signature of the new Hyper-V VM.'),
  'vmbus-versions': fault('machine', 'R14', 'text', 'VMBus protocols the new host speaks: "4.0 4.1".'),
  'any-host': fault(
    'machine',
    'R80',
    'nothing',
    'Placement lets the image go to hosts that may lack what it uses.',
  ),
  'device-missing': fault('machine', 'R56', 'slot', 'The new Hyper-V VM lacks this device.'),
  'device-guid-changed': fault('machine', 'R56', 'slot', 'This device gets an instance GUID of its own.'),
  'device-class-changed': fault(
    'machine',
    'R51',
    'slot',
    'A device of another class has this instance GUID.',
  ),
  'device-added': fault('machine', 'CONSIDER-4', 'slot', 'The new Hyper-V VM has this device besides.'),
  'nic-mac-changed': fault('machine', 'R62', 'slot', 'This NIC keeps its instance GUID but has another MAC.'),
  'offer-changed': fault('machine', 'R50', 'slot', 'The offer of this device differs beyond its relid.'),
  'vpci-version-refused': fault(
    'machine',
    'R67',
    'slot',
    'The host refuses the vPCI protocol of this device.',
  ),
  'vpci-function-changed': fault('machine', 'R67', 'slot', 'Another PCI function sits behind this device.'),

  'missing-at-restore': fault(
    'host',
    'R56',
    'slot',
    'The fresh kernel has this device, but it is not offered to the image.',
  ),
  'device-offered-late': fault('host', 'R42', 'slot', 'This device is offered 2 s after the others.'),
  'all-offers-not-delivered': fault('host', 'R40', 'nothing', 'The host never says that all offers are out.'),
  'unknown-relid-unanswered': fault('host', 'R54', 'nothing', 'The host is silent about unknown relids.'),
  'vsp-silent': fault(
    'host',
    'R60',
    'slot',
    'The host end of this device answers no message after the open.',
  ),
  'sub-channels-withheld': fault('host', 'R9', 'slot', 'The host grants this device no sub-channel.'),

  noresume: fault('guest', 'R78', 'nothing', 'The fresh kernel is booted with noresume.'),
  'page-frame-invalid': fault(
    'machine',
    'R75',
    'nothing',
    'A page frame of the image is no memory in the new VM.',
  ),
  'image-read-error': fault('disk', 'R75', 'nothing', 'Reading the image meets an I/O error.'),
  'image-corrupt': fault('disk', 'R75', 'nothing', 'The checksum of the image is wrong.'),
  'image-too-large-to-load': fault(
    'guest',
    'R75',
    'nothing',
    'The fresh kernel lacks memory to load the image.',
  ),
  'lun-missing': fault(
    'disk',
    'R57',
    'disk',
    'This disk is gone from behind its controller after the resume.',
  ),
  'disk-content-changed': fault('disk', 'R57', 'disk', 'Somebody wrote to this disk while the VM slept.'),
} as const satisfies Readonly<Record<string, FaultEntry>>;

export type FaultKind = keyof typeof FAULTS;

/** Kinds that take an argument of this sort. */
export type FaultKindTaking<Takes extends FaultTakes> = {
  [Kind in FaultKind]: (typeof FAULTS)[Kind]['takes'] extends Takes ? Kind : never;
}[FaultKind];
