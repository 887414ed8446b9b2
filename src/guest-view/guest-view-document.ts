import { devicesOfGuest, lsvmbusListing, sysfsListing } from '#libs/captures';
import { hibernationCapability, vmbusEra, type RunningGuest } from '#libs/linux-guest';
import type { Guid } from '#libs/vmbus';
import { armTypeOf, extensionResourceId, parseArmId } from '../arm/arm-id.js';
import { type ArmEnvelope, EMULATOR } from '../emulator-namespace/emulator-resource.js';
import { vmResourceId } from '../operations/begin-vm-operation.js';
import type { StoredEmulation } from '../persistence/emulation.repository.js';

/** What somebody logged in to the guest would find about VMBus and hibernation (R5, ENABLE-5). */
export interface GuestViewProperties {
  readonly bootId: string;
  readonly kernelVersion: string;
  readonly era: 'A' | 'B';
  /** VMBus protocol in use. */
  readonly protocolVersion: string;
  readonly clock: RunningGuest['clock'];
  readonly sysfs: { readonly powerDisk: string; readonly vmbusHibernation: string };
  readonly devices: readonly {
    readonly slot: string;
    readonly classGuid: Guid;
    readonly instanceGuid: Guid;
    /** -1: the device is registered, but the host does not offer it any more (R55). */
    readonly relid: number;
    readonly driver?: string;
    readonly isOpen: boolean;
    readonly subChannels: number;
    /** Negative, of the last resume; such a device is dead. */
    readonly resumeError?: number;
  }[];
  /** As the tools print it: `lsvmbus -vv`, and `grep .` over `/sys/bus/vmbus/devices`. */
  readonly listings: { readonly lsvmbus: string; readonly sysfs: string };
}

export type GuestViewDocument = ArmEnvelope<GuestViewProperties>;

export function guestViewDocument(
  subscriptionId: string,
  stored: StoredEmulation,
  guest: RunningGuest,
): GuestViewDocument {
  const id = extensionResourceId(
    vmResourceId({ subscriptionId, ...stored }),
    `${EMULATOR}/guestView`,
    'default',
  );
  const parsed = parseArmId(id);
  if (parsed === undefined) throw new Error(`malformed id ${id}`);
  return { id, name: 'default', type: armTypeOf(parsed), properties: guestView(guest) };
}

function guestView(guest: RunningGuest): GuestViewProperties {
  const { sysPowerDisk, sysBusVmbusHibernation } = hibernationCapability(guest);
  const { kernelVersion } = guest.profile;
  const listed = devicesOfGuest(guest);
  const { vcpus } = guest;
  return {
    bootId: guest.bootId,
    kernelVersion,
    era: vmbusEra(kernelVersion),
    protocolVersion: guest.protocolVersion,
    clock: guest.clock,
    sysfs: { powerDisk: sysPowerDisk, vmbusHibernation: sysBusVmbusHibernation },
    devices: guest.channels.map(({ slot, offer, relid, driver, isOpen, subChannelRelids, resumeError }) => ({
      slot,
      classGuid: offer.classGuid,
      instanceGuid: offer.instanceGuid,
      relid: relid ?? -1,
      ...(driver === undefined ? {} : { driver }),
      isOpen,
      subChannels: subChannelRelids.length,
      ...(resumeError === undefined ? {} : { resumeError }),
    })),
    listings: { lsvmbus: lsvmbusListing(listed, { vcpus }), sysfs: sysfsListing(listed, { vcpus }) },
  };
}
