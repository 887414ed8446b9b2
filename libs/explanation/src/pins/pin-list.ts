import type { RuleId } from '#libs/kernel-rules';
import { kindOfSlot, classOfKind, type Guid, type VirtualDeviceKind } from '#libs/vmbus';

/** A device as the saved memory knows it. */
export interface NeededDevice {
  readonly slot: string;
  readonly instanceGuid: Guid;
  /** NICs and VFs: twelve hex digits. */
  readonly mac?: string;
}

/** The same slot in the VM that there is, or in the one that would be created now. */
export interface PresentDevice {
  readonly slot: string;
  /** Absent: it is drawn anew with every created VM. */
  readonly instanceGuid?: Guid;
  readonly mac?: string;
}

export interface PinListInput {
  readonly needed: readonly NeededDevice[];
  readonly present: readonly PresentDevice[];
}

/** What custom scripting has to set on a new Hyper-V VM, so that an image finds its devices again (MOVE-13). */
export interface Pin {
  /** `nic 0` */
  readonly slot: string;
  readonly property: 'instance-guid' | 'mac-address';
  /** Value now; absent where the device is missing, or gets another value with every created VM. */
  readonly now?: string;
  readonly needed: string;
  readonly isMet: boolean;
  readonly rule: RuleId;
}

/** How people name what is pinned. */
export const PIN_PROPERTIES: Readonly<Record<Pin['property'], string>> = {
  'instance-guid': 'VMBus instance GUID',
  'mac-address': 'MAC address',
};

const GUID_RULES: Partial<Record<VirtualDeviceKind, RuleId>> = {
  scsi: 'MOVE-5',
  nic: 'MOVE-6',
  vf: 'MOVE-7',
  dda: 'MOVE-7',
};

/**
 * What must be as the image has it, slot by slot. Devices of which a VM has only one are left out as long as their
 * GUID is the one that they have on every host (MOVE-4). MAC addresses belong to it: a NIC goes on using its old one,
 * whatever the new VM's is (R62).
 */
export function pinList({ needed, present }: PinListInput): readonly Pin[] {
  return needed.flatMap((device) => {
    const { slot } = device;
    const now = present.find((candidate) => candidate.slot === slot);
    return [...guidPins(device, now), ...macPins(device, now)];
  });
}

function guidPins({ slot, instanceGuid }: NeededDevice, now: PresentDevice | undefined): readonly Pin[] {
  const kind = kindOfSlot(slot);
  if (kind === undefined) return [];
  const isMet = now?.instanceGuid === instanceGuid;
  const isSameEverywhere = classOfKind(kind).fixedInstanceGuid === instanceGuid;
  if (isSameEverywhere && isMet) return [];
  return [
    {
      slot,
      property: 'instance-guid',
      ...(now?.instanceGuid === undefined ? {} : { now: now.instanceGuid }),
      needed: instanceGuid,
      isMet,
      rule: GUID_RULES[kind] ?? 'MOVE-4',
    },
  ];
}

function macPins({ slot, mac }: NeededDevice, now: PresentDevice | undefined): readonly Pin[] {
  // A VF is found by the MAC of its NIC, which is pinned there (R63).
  if (mac === undefined || kindOfSlot(slot) !== 'nic') return [];
  return [
    {
      slot,
      property: 'mac-address',
      ...(now?.mac === undefined ? {} : { now: shownMac(now.mac) }),
      needed: shownMac(mac),
      isMet: now?.mac === mac,
      rule: 'R62',
    },
  ];
}

/** `00-22-48-01-02-00`, as Hyper-V and Azure show it. */
function shownMac(digits: string): string {
  return (digits.match(/../g) ?? []).join('-').toUpperCase();
}
