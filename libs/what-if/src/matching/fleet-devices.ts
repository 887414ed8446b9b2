/**
 * Devices of many VMs in columns: what their images hold, and what the machines that they wake up in offer. VM `v` has
 * entries `offsets[v]` to `offsets[v + 1]`. No object and no text per device.
 */
export interface FleetDevices {
  readonly vms: number;
  readonly image: DeviceColumns;
  readonly offered: DeviceColumns;
  /** 1 where the kernel of the image is of era B (R40). */
  readonly isEraB: Uint8Array;
}

export interface DeviceColumns {
  /** One more than there are VMs. */
  readonly offsets: Uint32Array;
  /** Four words per device: its instance GUID. */
  readonly guids: Uint32Array;
  /** Number of the class; `HV_SOCK_CLASS` for a Hyper-V socket. */
  readonly classes: Uint8Array;
}

/** A channel of this class may be met, but is neither counted nor waited for (R47). */
export const HV_SOCK_CLASS = 255;

/** Words of a GUID. */
export const GUID_WORDS = 4;

/** 1 for each VM in whose image two channels have one GUID: no host offers such (R52), but a look-up must not rely on it. */
export function twinsIn({ vms, image: { offsets, guids } }: FleetDevices): Uint8Array {
  const twins = new Uint8Array(vms);
  for (let vm = 0; vm < vms; vm++) {
    const from = offsets[vm]! * GUID_WORDS;
    const to = offsets[vm + 1]! * GUID_WORDS;
    for (let at = from + GUID_WORDS; at < to && twins[vm] === 0; at += GUID_WORDS) {
      for (let before = from; before < at; before += GUID_WORDS) {
        if (
          guids[at] === guids[before] &&
          guids[at + 1] === guids[before + 1] &&
          guids[at + 2] === guids[before + 2] &&
          guids[at + 3] === guids[before + 3]
        ) {
          twins[vm] = 1;
          break;
        }
      }
    }
  }
  return twins;
}
