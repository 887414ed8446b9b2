import type { GuidAssignment } from '#libs/guid-policy';
import { kindOfSlot, slotName, type Guid } from '#libs/vmbus';
import type { Rehearsal } from './rehearsal.js';
import { osDiskOf } from '#libs/vm-operations';
import type { Subject } from './subject.js';

/** A device slot: what the image holds beside what the target gives. */
export interface DeviceComparison {
  readonly slot: string;
  readonly imageGuid?: Guid;
  readonly targetGuid?: Guid;
  /** How the target's policy assigns the GUID. */
  readonly assignment: GuidAssignment['kind'];
  /** `taken-away`: it left before the guest slept and comes back afterwards (MOVE-9, MOVE-10). */
  readonly outcome: 'same' | 'changed' | 'missing' | 'new' | 'taken-away';
}

/** Every slot of the image or of the new machine, in the image's order. Empty where the rehearsal came to no machine. */
export function compareDevices(
  { asleep, machine }: Rehearsal,
  { target }: Subject,
): readonly DeviceComparison[] {
  const image = asleep === undefined ? undefined : osDiskOf(asleep).image;
  if (image === undefined || machine === undefined) return [];
  const held = image.guest.channels.map(({ slot, offer }) => ({ slot, instanceGuid: offer.instanceGuid }));
  const offered = machine.hardware.devices.map((device) => ({
    slot: slotName(device),
    instanceGuid: device.instanceGuid,
  }));
  const removed = new Set((asleep?.vm.saved?.removedVfs ?? []).map(({ index }) => `vf ${index}`));
  const slots = [...new Set([...held, ...offered].map(({ slot }) => slot))];
  return slots.map((slot): DeviceComparison => {
    const given = offered.find((device) => device.slot === slot)?.instanceGuid;
    const ofSlot = held.filter((channel) => channel.slot === slot).map(({ instanceGuid }) => instanceGuid);
    const imageGuid = ofSlot.find((instanceGuid) => instanceGuid === given) ?? ofSlot[0];
    const kind = kindOfSlot(slot);
    if (kind === undefined) throw new Error(`no kind of device in ${slot}`);
    return {
      slot,
      ...(imageGuid === undefined ? {} : { imageGuid }),
      ...(given === undefined ? {} : { targetGuid: given }),
      assignment: target.policy.devices[kind].kind,
      outcome: outcomeOf(imageGuid, given, removed.has(slot)),
    };
  });
}

function outcomeOf(
  held: Guid | undefined,
  given: Guid | undefined,
  wasTakenAway: boolean,
): DeviceComparison['outcome'] {
  if (held === undefined) return wasTakenAway ? 'taken-away' : 'new';
  if (given === undefined) return 'missing';
  return held === given ? 'same' : 'changed';
}
