import { classOfKind } from '../device-class.js';
import { guid } from '../guid.js';
import { VIRTUAL_DEVICE_KINDS, type VirtualDevice, type VirtualDeviceKind } from '../virtual-device.js';

/** A device whose instance GUID is the well-known one, or spells its kind and index. */
export function aDevice(kind: VirtualDeviceKind, index: number): VirtualDevice {
  const { classGuid, fixedInstanceGuid } = classOfKind(kind);
  const number = (VIRTUAL_DEVICE_KINDS.indexOf(kind) * 256 + index).toString(16).padStart(12, '0');
  return {
    kind,
    index,
    classGuid,
    instanceGuid: fixedInstanceGuid ?? guid(`aaaaaaaa-0000-4000-8000-${number}`),
  };
}

/** A VM with two of each multi-instance synthetic device, their VFs, one DDA device and every single-instance one. */
export function aVm(): readonly VirtualDevice[] {
  const several: readonly VirtualDeviceKind[] = ['scsi', 'nic', 'vf'];
  return VIRTUAL_DEVICE_KINDS.flatMap((kind) =>
    several.includes(kind) ? [aDevice(kind, 0), aDevice(kind, 1)] : [aDevice(kind, 0)],
  );
}
