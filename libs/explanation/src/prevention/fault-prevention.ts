import type { RuleId } from '#libs/kernel-rules';
import { FAULTS, type FaultKind } from '#libs/linux-guest';

export interface FaultPrevention {
  readonly what: string;
  readonly rules: readonly RuleId[];
}

/** What one would do outside the emulator against the cause that a fault stages. */
const PREVENTIONS: Partial<Record<FaultKind, FaultPrevention>> = {
  'secret-memory-in-use': tip('End the program that uses secret memory before the VM hibernates.', 'R21'),
  'cxl-memory-in-use': tip('Take CXL memory off line before the VM hibernates.', 'R21'),
  'memory-short-at-copy': tip('Use less memory before the VM hibernates.', 'R81'),
  'wrong-resume-device': tip('Let resume= name the swap area that is in use.', 'R83'),
  'snapshot-device-held': tip('End the program that holds /dev/snapshot before the VM hibernates.', 'R21'),
  'process-not-freezable': tip(
    'End the program that does not stop within 20 s, or give it more time with pm_freeze_timeout.',
    'R21',
  ),
  'disk-io-outstanding': tip(
    'Let the host answer the disk request, or reset the controller, before the VM hibernates.',
    'R60',
  ),
  'nic-rings-not-draining': tip('Let the traffic of the NIC end before the VM hibernates.', 'R61'),
  'vpci-initialising': tip('Hibernate when all PCI devices of the VM are up.', 'R66'),
  'vpci-d0-exit-unanswered': tip(
    'Take the device away before the VM hibernates, as Azure does with VFs.',
    'MOVE-9',
    'R66',
  ),
  'sub-channel-not-rescinded': tip(
    'A host must rescind every sub-channel that a guest closes.',
    'DEVICES-9',
    'R29',
  ),
  'unload-unanswered': tip('A host must answer UNLOAD.', 'R15'),
  'unload-latency-ms': tip(
    'Let the host’s write cache be small when the VM hibernates: it is flushed before UNLOAD is answered.',
    'R15',
  ),
  'missing-at-thaw': tip('Change nothing about the devices of a VM while it hibernates.', 'R45'),
  'image-write-error': tip('Replace the disk that cannot be written.', 'R82'),
  'wakeup-at-poweroff': tip('Hibernate again; nothing of the attempt is left.', 'R27'),
  'poweroff-phase-error': tip('Take the device that fails away before the VM hibernates.', 'R27'),
  's4-not-offered': tip(
    'Create the Hyper-V VM with hibernation enabled, so that it offers ACPI S4.',
    'ENABLE-3',
    'R85',
  ),
  'memory-mib': tip(
    'Give the new VM as much memory as the one that made the image, and no memory that was added while it ran.',
    'ENABLE-2',
    'R76',
  ),
  vcpus: tip('Give the new VM at least as many vCPUs as the image had.', 'R80'),
  firmware: tip('Load the firmware version that the image was made with.', 'R76'),
  'facs-signature': tip(
    'Keep the hardware signature of the firmware, or let the guest ignore it with acpi_sleep=s4_nohwsig.',
    'R77',
  ),
  'vmbus-versions': tip('Resume on a host that speaks the VMBus protocol that the image uses.', 'R14'),
  'any-host': tip(
    'Let placement keep the image to hosts of the same processor generation or a newer one.',
    'CONSIDER-7',
    'R80',
  ),
  'device-missing': tip('Create the new VM with every device that the image holds.', 'MOVE-2', 'CONSIDER-3'),
  'device-guid-changed': tip(
    'Give the device the instance GUID that the image holds.',
    'MOVE-3',
    'DEVICES-3',
  ),
  'device-class-changed': tip('Never use an instance GUID again for a device of another class.', 'R51'),
  'device-added': tip(
    'Nothing has to be prevented: Linux takes a device that is not in the image as a new one.',
    'CONSIDER-4',
  ),
  'nic-mac-changed': tip('Give the new NIC a static MAC address: the one that the image uses.', 'R62'),
  'offer-changed': tip('Nothing has to be prevented: what else changes in an offer is adopted.', 'R50'),
  'vpci-version-refused': tip('Resume on a host that speaks the vPCI protocol that the image uses.', 'R67'),
  'vpci-function-changed': tip('Put the same PCI function behind the device.', 'R67'),
  'device-offered-late': tip(
    'Offer every device of the image with the first ones; Linux since 6.14 waits for no single one.',
    'R42',
    'R40',
  ),
  'all-offers-not-delivered': tip('A host must say when all offers are out.', 'R40'),
  'unknown-relid-unanswered': tip(
    'A host must refuse a channel that it does not know, rather than stay silent.',
    'R54',
  ),
  'vsp-silent': tip(
    'See why the host end of the device does not answer; the guest waits for it, in part without limit.',
    'R60',
    'R62',
  ),
  'sub-channels-withheld': tip('Let the host grant sub-channels; without them the device is slower.', 'R9'),
  'page-frame-invalid': tip('Give the new VM the memory layout of the old one.', 'R75'),
  'scsi-disks': tip('Keep the number of disks that firmware sees as it was.', 'R76', 'ASSUME-17'),
  'first-relid': tip('Nothing has to be prevented: relids may change every time.', 'DEVICES-7', 'R8'),
  'missing-at-restore': tip('Offer to the image every device that the fresh kernel had.', 'R56', 'DEVICES-2'),
  noresume: tip('Take noresume from the command line of the kernel that boots.', 'R78'),
  'image-read-error': tip(
    'Repair the disk before the VM starts: the first attempt to read an image is the last.',
    'R75',
  ),
  'image-corrupt': tip('Keep the OS disk untouched while the VM sleeps.', 'R75'),
  'image-too-large-to-load': tip(
    'Keep the fresh kernel small: it has to hold the image beside itself.',
    'R75',
    'R81',
  ),
  'lun-missing': tip('Attach every disk where it was before the VM starts.', 'MOVE-14', 'R57'),
  'disk-content-changed': tip('Let nobody write to the disks of a VM that sleeps.', 'MOVE-14', 'R57'),
};

/** The prevention of a fault; one that has none here is only lifted. */
export function faultPrevention(kind: FaultKind): FaultPrevention {
  const { summary, rule } = FAULTS[kind];
  return PREVENTIONS[kind] ?? { what: `See that this is not the case: ${summary}`, rules: [rule] };
}

function tip(what: string, ...rules: readonly RuleId[]): FaultPrevention {
  return { what, rules };
}
