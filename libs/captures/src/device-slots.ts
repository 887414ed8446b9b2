import { BUILT_IN_POLICIES } from '#libs/guid-policy';
import type { Guid } from '#libs/vmbus';
import type { CapturedDevice } from './capture.js';
import { slotWordOf } from './captured-class.js';

/** Azure's SCSI controllers in their order: the OS disk is behind the first (R4, MOVE-5). */
export const AZURE_CONTROLLERS: readonly Guid[] = (() => {
  const { scsi } = BUILT_IN_POLICIES.azure.devices;
  return scsi.kind === 'pinned' ? scsi.guids : [];
})();

/** A slot name for each device by its instance GUID. */
export type SlotNames = ReadonlyMap<Guid, string>;

/**
 * Names the slots of the devices in a capture: `nic 0`, `scsi 1`, `unknown 0`. Azure's controllers get their own
 * numbers; others are numbered in the order of relids where all of a kind are known, else of instance GUIDs, so that two
 * listings of one VM in different formats give the same names.
 */
export function slotsBefore(devices: readonly CapturedDevice[]): SlotNames {
  return numbered(devices, new Map());
}

/**
 * Names the slots of the VM that the image is resumed on. A device that both have keeps its name. One that is left over
 * takes the name of a device that the new VM lacks only where there is one of each kind: with several, which stands for
 * which is not known.
 */
export function slotsAfter(
  devices: readonly CapturedDevice[],
  before: readonly CapturedDevice[],
  beforeSlots: SlotNames,
): SlotNames {
  const offered = new Set(devices.map(({ instanceGuid }) => instanceGuid));
  const lacking = before.filter(({ instanceGuid }) => !offered.has(instanceGuid));
  const fixed = new Map<Guid, string>();
  const leftOver: CapturedDevice[] = [];
  for (const device of devices) {
    const slot = beforeSlots.get(device.instanceGuid);
    if (slot === undefined) leftOver.push(device);
    else fixed.set(device.instanceGuid, slot);
  }
  for (const device of leftOver) {
    const word = slotWordOf(device);
    const [only, ...more] = lacking.filter((other) => slotWordOf(other) === word);
    const alike = leftOver.filter((other) => slotWordOf(other) === word);
    if (word !== 'unknown' && only !== undefined && more.length === 0 && alike.length === 1) {
      fixed.set(device.instanceGuid, beforeSlots.get(only.instanceGuid)!);
    }
  }
  return numbered(devices, fixed, new Set(before.map(({ instanceGuid }) => beforeSlots.get(instanceGuid)!)));
}

function numbered(
  devices: readonly CapturedDevice[],
  fixed: SlotNames,
  reserved: ReadonlySet<string> = new Set(),
): SlotNames {
  const slots = new Map(fixed);
  const taken = new Set([...reserved, ...fixed.values()]);
  const claim = ({ instanceGuid }: CapturedDevice, slot: string): void => {
    slots.set(instanceGuid, slot);
    taken.add(slot);
  };
  for (const device of devices) {
    const at = AZURE_CONTROLLERS.indexOf(device.instanceGuid);
    const slot = `scsi ${at}`;
    if (at !== -1 && slotWordOf(device) === 'scsi' && !slots.has(device.instanceGuid) && !taken.has(slot))
      claim(device, slot);
  }
  for (const device of inOrder(devices)) {
    if (slots.has(device.instanceGuid)) continue;
    const word = slotWordOf(device);
    let index = 0;
    while (taken.has(`${word} ${index}`)) index++;
    claim(device, `${word} ${index}`);
  }
  return slots;
}

function inOrder(devices: readonly CapturedDevice[]): readonly CapturedDevice[] {
  const words = new Set(devices.map(slotWordOf));
  return [...words].flatMap((word) => {
    const alike = devices.filter((device) => slotWordOf(device) === word);
    const haveRelids = alike.every(({ relid }) => typeof relid === 'number');
    return alike.sort((a, b) =>
      haveRelids ? a.relid! - b.relid! : a.instanceGuid < b.instanceGuid ? -1 : 1,
    );
  });
}
