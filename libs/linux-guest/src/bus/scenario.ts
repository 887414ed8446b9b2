/**
 * A resume scenario as the golden vectors write it (test/fixtures/vmbus-resume/README.md): what the host of each VM
 * offers and when, and what happens in between. Absent keys mean "none".
 */
export interface Scenario {
  /** Class, a short name or a GUID, and instance GUID. */
  readonly devices: readonly (readonly [deviceClass: string, instanceGuid: string])[];
  readonly boot: OfferLists;
  readonly before_hibernation?: readonly Operation[];
  /** Devices bound to the UIO driver. */
  readonly uio?: readonly number[];
  readonly hv_sock_without_listener?: readonly number[];
  readonly host_behaviour?: HostBehaviour;
  readonly thaw?: OfferLists;
  readonly restore?: RestoreOffers;
  readonly after_restore?: readonly Operation[];
  readonly second?: {
    readonly host_behaviour?: HostBehaviour;
    readonly after_open_if_refused?: readonly OfferRow[];
    readonly restore?: RestoreOffers;
  };
}

/**
 * Device, relid, sub-channel index, flags, dedicated interrupt, connection id, monitor id, monitor allocated, MMIO
 * megabytes, arrival after the request for offers in ms.
 */
export type OfferRow = readonly [
  device: number,
  relid: number,
  subChannelIndex: number,
  flags: number,
  dedicatedInterrupt: number,
  connectionId: number,
  monitorId: number,
  monitorAllocated: number,
  mmioMegabytes: number,
  atMs: number,
];
export type RescindRow = readonly ['rescind', relid: number, atMs: number];

export interface OfferLists {
  readonly offers?: readonly (OfferRow | RescindRow)[];
  /** Sent once the drivers have opened their channels. */
  readonly after_open?: readonly OfferRow[];
}

export interface RestoreOffers extends OfferLists {
  /** The host rejects the protocol version of the image. */
  readonly refuse_version?: boolean;
}

export type Operation =
  | readonly ['offer', OfferRow]
  | readonly ['rescind', relid: number]
  | readonly ['hv_sock_release', device: number];

export interface HostBehaviour {
  /** Relids of closed sub-channels that the host never rescinds. */
  readonly no_rescind?: readonly number[];
  /** Rescinded that many ms after the close. */
  readonly late_rescind?: readonly (readonly [relid: number, ms: number])[];
  readonly kvp_on_close?: {
    readonly mode: 'rescind' | 'rescind_and_reoffer';
    readonly when?: 'after_relid_released' | 'with_rescind';
    readonly delay_ms?: number;
    readonly offer?: OfferRow;
  };
}

export function isRescindRow(row: OfferRow | RescindRow): row is RescindRow {
  return row[0] === 'rescind';
}
