import type { BusOffer } from '../bus-channel.js';
import type { ObservedPhase, PhaseName } from '../observation.js';
import { replayScenario } from '../replay-scenario.js';
import type { OfferRow, Scenario } from '../scenario.js';

/** Flags that mark a Hyper-V socket, as hosts send them. */
export const SOCKET_FLAGS = 0x2010;

/** A device row of its own instance GUID: `device('nic', 3)`. */
export function device(deviceClass: string, number: number): readonly [string, string] {
  return [deviceClass, `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`];
}

/** An offer of one device under a relid; everything else is plain, and the connection id follows the relid. */
export function offer(
  deviceIndex: number,
  relid: number,
  extra: {
    readonly subChannelIndex?: number;
    readonly flags?: number;
    readonly connectionId?: number;
    readonly atMs?: number;
  } = {},
): OfferRow {
  const { subChannelIndex = 0, flags = 0, connectionId = 65_536 + relid, atMs = 0 } = extra;
  return [deviceIndex, relid, subChannelIndex, flags, 1, connectionId, 0, 0, 0, atMs];
}

/** One phase of a replay. Throws when it did not take place. */
export function phaseOf(scenario: Scenario, name: PhaseName, era: 'A' | 'B' = 'A'): ObservedPhase {
  const phase = replayScenario(scenario, era).observed[name];
  if (phase === undefined) throw new Error(`there was no ${name}`);
  return phase;
}

/** An offer as the bus keeps it, of device 0 under relid 1. */
export function aBusOffer(): BusOffer {
  return {
    kind: 'offer',
    list: 'offers',
    index: 0,
    device: 0,
    classNumber: 0,
    instanceNumber: 0,
    relid: 1,
    subChannelIndex: 0,
    flags: 0,
    dedicatedInterrupt: 1,
    connectionId: 65_537,
    monitorId: 0,
    monitorAllocated: 0,
    mmioMegabytes: 0,
  };
}
