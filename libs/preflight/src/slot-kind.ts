import { VIRTUAL_DEVICE_KINDS, type VirtualDeviceKind } from '#libs/vmbus';

/** `nic` of `nic 1`; `undefined` for a disk. */
export function kindOfSlot(slot: string): VirtualDeviceKind | undefined {
  const word = slot.slice(0, slot.indexOf(' '));
  return VIRTUAL_DEVICE_KINDS.find((kind) => kind === word);
}
