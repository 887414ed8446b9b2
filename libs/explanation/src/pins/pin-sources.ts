import { assignInstanceGuids, type GuidPolicy, type KeptGuids } from '#libs/guid-policy';
import type { HibernationImage, RunningGuest } from '#libs/linux-guest';
import type { MatchReport } from '#libs/resume-matching';
import { guid, slotName, type DeviceSlot, type Guid, type VirtualDevice } from '#libs/vmbus';
import type { NeededDevice, PinListInput, PresentDevice } from './pin-list.js';

/** What the VM needs that goes on from this image. */
export function neededByImage({ guest }: Pick<HibernationImage, 'guest'>): readonly NeededDevice[] {
  return guest.channels.map(({ slot, offer, mac }) => ({
    slot,
    instanceGuid: offer.instanceGuid,
    ...(mac === undefined ? {} : { mac }),
  }));
}

/** What the VM of a report needed, and what it was offered; MAC addresses where the resumed guest still knows them. */
export function pinningOfReport(
  { rows }: Pick<MatchReport, 'rows'>,
  {
    guest,
    devices = [],
  }: { readonly guest?: RunningGuest; readonly devices?: readonly VirtualDevice[] } = {},
): PinListInput {
  const needed = rows.flatMap(({ slot, imageInstanceGuid }) => {
    if (imageInstanceGuid === undefined) return [];
    const held = guest?.channels.find(({ offer }) => offer.instanceGuid === imageInstanceGuid);
    return [withMac({ slot, instanceGuid: imageInstanceGuid }, held?.mac)];
  });
  const present = rows.flatMap(({ slot, offeredInstanceGuid }) => {
    if (offeredInstanceGuid === undefined) return [];
    const device = devices.find(({ instanceGuid }) => instanceGuid === offeredInstanceGuid);
    return [withMac({ slot, instanceGuid: offeredInstanceGuid }, device?.mac)];
  });
  return { needed, present };
}

/** What a VM must keep that has not hibernated yet: the devices that it has. */
export function pinningOfDevices(devices: readonly VirtualDevice[]): PinListInput {
  const present = devices.map((device) =>
    withMac({ slot: slotName(device), instanceGuid: device.instanceGuid }, device.mac),
  );
  return { needed: present, present };
}

/**
 * The devices of the VM that would be created now: GUIDs that a policy draws are left out, as they are other ones
 * every time.
 */
export function devicesForeseen(
  policy: GuidPolicy,
  slots: readonly DeviceSlot[],
  kept: KeptGuids,
): readonly PresentDevice[] {
  return slots.map((slot) => {
    // Slot by slot, so that two slots that a policy gives the same GUID are told all the same.
    const { devices } = assignInstanceGuids(policy, [slot], kept, { nextGuid: () => DRAWN });
    const instanceGuid = devices[0]?.instanceGuid;
    const name = { slot: slotName(slot) };
    const known: PresentDevice =
      instanceGuid === undefined || instanceGuid === DRAWN ? name : { ...name, instanceGuid };
    return withMac(known, slot.mac);
  });
}

/** Stands for whatever GUID would be drawn. */
const DRAWN: Guid = guid('ffffffff-ffff-ffff-ffff-ffffffffffff');

function withMac<Device extends PresentDevice>(device: Device, mac: string | undefined): Device {
  return mac === undefined ? device : { ...device, mac };
}
