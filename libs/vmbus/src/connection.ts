import { assertNever } from './assert-never.js';
import type { GuestMessage, HostChannel, HostMessage } from './channel.js';
import { deviceClassOf } from './device-class.js';
import {
  hostOffers,
  LAST_RELID,
  primaryOffer,
  subChannelOffer,
  supportsSubChannels,
  withRelid,
} from './host-offers.js';
import type { Offer } from './offer.js';
import type { VirtualDevice } from './virtual-device.js';

/**
 * The host's end of a VM's VMBus connection: how it answers what the guest sends (R6). Covers what hibernation
 * leans on: a closed sub-channel is rescinded (DEVICES-9), a closed primary is not (DEVICES-10), KVP is rescinded
 * and offered anew (KVP-1, KVP-2, R12), unloading forgets everything (KVP-5, R15), VFs wait for the NIC driver on the
 * first connection and no longer on the next ones (VPCI-6, VPCI-7). Left out: ring buffers and interrupts.
 */

/** What the host knows of the VM before any guest speaks. */
export interface ConnectedVm {
  readonly devices: readonly VirtualDevice[];
  /** VMBus protocol versions, `major.minor`. */
  readonly supportedVersions: readonly string[];
  /** Relid of the first offer of a connection (R8). */
  readonly firstRelid: number;
}

/** `joinedVfs`: indexes of the VFs that have been offered since the VM was created; an unload keeps them (VPCI-7). */
export type HostConnection =
  | { readonly kind: 'disconnected'; readonly vm: ConnectedVm; readonly joinedVfs: readonly number[] }
  | {
      readonly kind: 'connected';
      readonly vm: ConnectedVm;
      readonly joinedVfs: readonly number[];
      readonly version: string;
      readonly offersRequested: boolean;
      readonly channels: readonly HostChannel[];
    };
type Connected = Extract<HostConnection, { kind: 'connected' }>;

export interface HostReaction {
  readonly connection: HostConnection;
  /** In the order in which they are sent. */
  readonly replies: readonly HostMessage[];
}

/** The connection of a newly created VM: nothing negotiated, no VF has joined. */
export function newHostConnection(vm: ConnectedVm): HostConnection {
  return { kind: 'disconnected', vm, joinedVfs: [] };
}

/**
 * What the host makes of one message. A message that does not fit the state gets no answer and changes nothing:
 * without a negotiated version everything is dropped (R44), so is a second request for offers on one connection.
 */
export function hostReaction(connection: HostConnection, message: GuestMessage): HostReaction {
  if (message.kind === 'initiate-contact') return contacted(connection, message.version);
  if (connection.kind === 'disconnected') return unanswered(connection);
  switch (message.kind) {
    case 'request-offers':
      return offersRequested(connection);
    case 'gpadl-header':
      return gpadlRequested(connection, message.relid);
    case 'open-channel':
      return opened(connection, message.relid);
    case 'close-channel':
      return closed(connection, message.relid);
    case 'relid-released':
      return released(connection, message.relid);
    case 'create-sub-channels':
      return subChannelsRequested(connection, message.relid, message.count);
    case 'ready-for-vf':
      return readyForVf(connection, message.relid);
    case 'unload':
      return { connection: disconnected(connection), replies: [{ kind: 'unload-response' }] };
    default:
      return assertNever(message);
  }
}

function unanswered(connection: HostConnection): HostReaction {
  return { connection, replies: [] };
}

function disconnected(connection: HostConnection): HostConnection {
  return { kind: 'disconnected', vm: connection.vm, joinedVfs: connection.joinedVfs };
}

/** A contact on a live connection drops that connection first, as after a crash of the guest. */
function contacted(connection: HostConnection, version: string): HostReaction {
  const accepted = connection.vm.supportedVersions.includes(version);
  const replies: readonly HostMessage[] = [{ kind: 'version-response', accepted }];
  if (!accepted) return { connection: disconnected(connection), replies };
  const { vm, joinedVfs } = connection;
  return {
    connection: { kind: 'connected', vm, joinedVfs, version, offersRequested: false, channels: [] },
    replies,
  };
}

function offersRequested(connection: Connected): HostReaction {
  if (connection.offersRequested) return unanswered(connection);
  const { vm, joinedVfs } = connection;
  const present = vm.devices.filter((device) => device.kind !== 'vf' || joinedVfs.includes(device.index));
  const offers = hostOffers(present, { firstRelid: vm.firstRelid, withVfs: true });
  return {
    connection: {
      ...connection,
      offersRequested: true,
      channels: offers.map((offer) => ({ kind: 'closed', offer })),
    },
    replies: [...offers.map(offerChannel), { kind: 'all-offers-delivered' }],
  };
}

/** R54: memory shared for a channel that the host does not know is answered with a failure, not with silence. */
function gpadlRequested(connection: Connected, relid: number): HostReaction {
  const channel = channelAt(connection, relid);
  const succeeded = channel !== undefined && channel.kind !== 'rescinded';
  return { connection, replies: [{ kind: 'gpadl-created', relid, succeeded }] };
}

function opened(connection: Connected, relid: number): HostReaction {
  const channel = channelAt(connection, relid);
  if (channel?.kind !== 'closed') return unanswered(connection);
  return {
    connection: replaced(connection, { kind: 'open', offer: channel.offer }),
    replies: [{ kind: 'open-channel-result', relid, succeeded: true }],
  };
}

function closed(connection: Connected, relid: number): HostReaction {
  const channel = channelAt(connection, relid);
  if (channel?.kind !== 'open') return unanswered(connection);
  const { offer } = channel;
  if (offer.subChannelIndex !== 0) {
    return {
      connection: replaced(connection, { kind: 'rescinded', offer }),
      replies: [{ kind: 'rescind-channel-offer', relid }],
    };
  }
  if (deviceClassOf(offer.classGuid)?.shortName === 'kvp') return kvpClosed(connection, offer);
  return { connection: replaced(connection, { kind: 'closed', offer }), replies: [] };
}

/** KVP-1, KVP-2: withdrawn, and offered again at once under a relid of its own. */
function kvpClosed(connection: Connected, offer: Offer): HostReaction {
  const rescinded = replaced(connection, { kind: 'rescinded', offer });
  const again = withRelid(offer, freeRelids(rescinded, 1)[0]!);
  return {
    connection: { ...rescinded, channels: [...rescinded.channels, { kind: 'closed', offer: again }] },
    replies: [{ kind: 'rescind-channel-offer', relid: offer.relid }, offerChannel(again)],
  };
}

function released(connection: Connected, relid: number): HostReaction {
  if (channelAt(connection, relid)?.kind !== 'rescinded') return unanswered(connection);
  const channels = connection.channels.filter((channel) => channel.offer.relid !== relid);
  return { connection: { ...connection, channels }, replies: [] };
}

function subChannelsRequested(connection: Connected, relid: number, count: number): HostReaction {
  const channel = channelAt(connection, relid);
  if (channel?.kind !== 'open' || !supportsSubChannels(channel.offer)) return unanswered(connection);
  const primary = channel.offer;
  if (primary.subChannelIndex !== 0) return unanswered(connection);
  const taken = connection.channels
    .filter((c) => c.kind !== 'rescinded' && c.offer.instanceGuid === primary.instanceGuid)
    .map((c) => c.offer.subChannelIndex);
  const firstIndex = Math.max(...taken) + 1;
  const offers = freeRelids(connection, count).map((free, at) =>
    subChannelOffer(primary, firstIndex + at, free),
  );
  return offered(connection, offers);
}

/** VPCI-6: the VF of this NIC is offered now, unless it is there already. */
function readyForVf(connection: Connected, relid: number): HostReaction {
  const channel = channelAt(connection, relid);
  if (channel?.kind !== 'open') return unanswered(connection);
  const { devices } = connection.vm;
  const nic = devices.find((d) => d.kind === 'nic' && d.instanceGuid === channel.offer.instanceGuid);
  const vf = devices.find((d) => d.kind === 'vf' && d.index === nic?.index);
  if (vf === undefined || connection.joinedVfs.includes(vf.index)) return unanswered(connection);
  const joined = { ...connection, joinedVfs: [...connection.joinedVfs, vf.index] };
  return offered(joined, [primaryOffer(vf, freeRelids(connection, 1)[0]!, undefined)]);
}

function offered(connection: Connected, offers: readonly Offer[]): HostReaction {
  const channels = offers.map((offer): HostChannel => ({ kind: 'closed', offer }));
  return {
    connection: { ...connection, channels: [...connection.channels, ...channels] },
    replies: offers.map(offerChannel),
  };
}

function offerChannel(offer: Offer): HostMessage {
  return { kind: 'offer-channel', offer };
}

function channelAt(connection: Connected, relid: number): HostChannel | undefined {
  return connection.channels.find((channel) => channel.offer.relid === relid);
}

function replaced(connection: Connected, channel: HostChannel): Connected {
  const { relid } = channel.offer;
  return {
    ...connection,
    channels: connection.channels.map((c) => (c.offer.relid === relid ? channel : c)),
  };
}

/** The lowest relids that no live or rescinded channel holds. Throws `RangeError` when they run out. */
function freeRelids(connection: Connected, count: number): number[] {
  const taken = new Set(connection.channels.map((channel) => channel.offer.relid));
  const free: number[] = [];
  for (let relid = connection.vm.firstRelid; free.length < count; relid++) {
    if (relid > LAST_RELID) throw new RangeError(`no ${count} relids left below ${LAST_RELID + 1}`);
    if (!taken.has(relid)) free.push(relid);
  }
  return free;
}
