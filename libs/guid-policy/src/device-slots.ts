import { macDigits, type DeviceSlot } from '#libs/vmbus';
import { SINGLE_INSTANCE_KINDS, type SingleInstanceKind } from './fixed-single-instances.js';

/** What a VM's configuration says about its devices. */
export interface DeviceConfiguration {
  readonly scsiControllers: number;
  /** In the order of the VM's network interfaces; an accelerated one brings a VF. MAC: as `macDigits` reads it. */
  readonly nics: readonly { readonly mac: string; readonly accelerated: boolean }[];
  /** Number of devices assigned directly (GPU, NVMe). */
  readonly dda: number;
  /** Single-instance devices that this VM is configured without, e.g. `fcopy` where guest services are off. */
  readonly without?: readonly SingleInstanceKind[];
}

/**
 * The slots of a generation-2 VM: SCSI controllers, NICs, the VFs of accelerated NICs (index of the NIC), DDA
 * devices, then one of each single-instance device (MOVE-4). Throws `RangeError` for a count that is negative or
 * not whole and `TypeError` for a wrong MAC.
 */
export function deviceSlotsOf(configuration: DeviceConfiguration): DeviceSlot[] {
  const nics = configuration.nics.map(({ mac, accelerated }, index) => {
    const digits = macDigits(mac);
    if (digits === undefined) throw new TypeError(`nic ${index}: not a MAC address: ${JSON.stringify(mac)}`);
    return { index, mac: digits, accelerated };
  });
  return [
    ...numbered('scsi', configuration.scsiControllers),
    ...nics.map(({ index, mac }): DeviceSlot => ({ kind: 'nic', index, mac })),
    ...nics
      .filter((nic) => nic.accelerated)
      .map(({ index, mac }): DeviceSlot => ({ kind: 'vf', index, mac })),
    ...numbered('dda', configuration.dda),
    ...SINGLE_INSTANCE_KINDS.filter((kind) => !configuration.without?.includes(kind)).map(
      (kind): DeviceSlot => ({ kind, index: 0 }),
    ),
  ];
}

function numbered(kind: 'scsi' | 'dda', count: number): DeviceSlot[] {
  if (!Number.isInteger(count) || count < 0)
    throw new RangeError(`a VM cannot have ${count} ${kind} devices`);
  return Array.from({ length: count }, (_, index) => ({ kind, index }));
}
