import type { VmbusEra } from '#libs/resume-matching';
import { BusChannel, INVALID_RELID, MAX_CHANNEL_RELIDS, type BusOffer } from './bus-channel.js';
import type { BusDrivers, BusHost } from './bus-host.js';
import type { BusLog } from './bus-log.js';
import { Fifo } from './fifo.js';
import { RelidTable } from './relid-table.js';

/** A RESCIND_CHANNELOFFER message, from the host or made up by the bus itself (R28 step 3). */
export interface RescindMessage {
  readonly kind: 'rescind';
  readonly relid: number;
}

/** What the host sends on its own account and a work queue handles. */
export type HostMessage = BusOffer | RescindMessage;

/**
 * `struct vmbus_connection` with its channel list, relid table, counters, events and work queues: what a hibernation
 * image holds of the bus. Mutable; `copy` makes the true copy that an image is.
 */
export class BusConnection {
  /** `chn_list`: primaries in order of arrival, and sub-channels that found no primary. */
  channels: BusChannel[] = [];
  /** Registered devices in the order of their registration, by their channels: what power management walks. */
  registered: BusChannel[] = [];
  relids = new RelidTable();
  /** How many channels have ever been created. */
  channelsCreated = 0;
  isConnected = true;
  ignoresOffers = false;
  /** `offer_in_progress`: offers taken from the host and not handled yet. */
  offersInProgress = 0;
  /** `nr_chan_close_on_suspend`: sub-channels and sockets to be gone before the bus is suspended (R29). */
  toClose = 0;
  /** `nr_chan_fixup_on_resume`, era A: channels still to be fixed up (R50). */
  toFixUp = 0;
  /** Completions: how often they were signalled and not yet consumed. */
  readyForSuspend = 0;
  readyForResume = 0;
  /** While a transition runs, devices that appear get no driver (R24). */
  blocksProbing = false;
  readonly work = new Fifo<HostMessage>();
  readonly primaryWork = new Fifo<BusChannel>();
  readonly subChannelWork = new Fifo<BusChannel>();
  readonly rescindWork = new Fifo<RescindMessage>();

  constructor(
    readonly era: VmbusEra,
    readonly drivers: BusDrivers,
    readonly host: BusHost,
    readonly log: BusLog,
  ) {}

  map(channel: BusChannel): void {
    if (isInRange(channel.relid)) this.relids.set(channel.relid, channel);
    else this.log.warning('relid_out_of_range_when_mapping');
  }

  unmap(channel: BusChannel): void {
    if (isInRange(channel.relid)) this.relids.clear(channel.relid);
    else this.log.warning('relid_out_of_range_when_unmapping');
  }

  channelOf(relid: number): BusChannel | undefined {
    if (isInRange(relid)) return this.relids.get(relid);
    this.log.warning('relid_out_of_range_when_looking_up');
    return undefined;
  }

  /** One sub-channel or socket less to wait for (`check_ready_for_suspend_event`). */
  countClosed(): void {
    if (--this.toClose === 0) this.readyForSuspend++;
  }

  /** One channel less to fix up (`check_ready_for_resume_event`); era B does not count. */
  countFixedUp(): void {
    if (this.era === 'B') return;
    if (--this.toFixUp === 0) this.readyForResume++;
  }

  /** Gives the relid back to the host (`vmbus_release_relid`). */
  releaseRelid(relid: number): void {
    this.log.relidReleased(relid);
    this.host.relidReleased(relid);
  }

  /** Primaries that no offer has reached on this connection; sockets are not expected to come back. */
  orphans(): number[] {
    const numbers: number[] = [];
    for (const channel of this.channels) {
      if (channel.relid === INVALID_RELID && !channel.isHvSock) numbers.push(channel.number);
    }
    return numbers;
  }

  /** A true copy of the state, as an image is; its queues are empty, because a suspended bus has drained them. */
  copy(): BusConnection {
    const twin = new BusConnection(this.era, this.drivers, this.host, this.log);
    const twins: (BusChannel | undefined)[] = [];
    const twinOf = (channel: BusChannel): BusChannel => {
      const known = twins[channel.number];
      if (known !== undefined) return known;
      const other = channel.copyAlone();
      twins[channel.number] = other;
      if (channel.primary !== undefined) other.primary = twinOf(channel.primary);
      for (const subChannel of channel.subChannels) other.subChannels.push(twinOf(subChannel));
      return other;
    };
    for (const channel of this.channels) twin.channels.push(twinOf(channel));
    for (const channel of this.registered) twin.registered.push(twinOf(channel));
    twin.relids = this.relids.copy(twinOf);
    twin.channelsCreated = this.channelsCreated;
    twin.isConnected = this.isConnected;
    twin.ignoresOffers = this.ignoresOffers;
    twin.offersInProgress = this.offersInProgress;
    twin.toClose = this.toClose;
    twin.toFixUp = this.toFixUp;
    twin.readyForSuspend = this.readyForSuspend;
    twin.readyForResume = this.readyForResume;
    twin.blocksProbing = this.blocksProbing;
    return twin;
  }
}

/** Takes an element out of a list, keeping the order. Does nothing when it is not there. */
export function removeFrom<T>(list: T[], element: T): void {
  const at = list.indexOf(element);
  if (at !== -1) removeAt(list, at);
}

/** Takes out the element at this index. Lists are short: moving the rest beats `splice`, which makes a list too. */
export function removeAt<T>(list: T[], index: number): void {
  for (let at = index + 1; at < list.length; at++) list[at - 1] = list[at]!;
  list.pop();
}

function isInRange(relid: number): boolean {
  return relid >= 0 && relid < MAX_CHANNEL_RELIDS;
}
