import type { RunningGuest } from '#libs/linux-guest';
import type { Guid } from '#libs/vmbus';
import type { CapturedDevice } from './capture.js';
import { INVALID_RELID_TEXT } from './capture-builder.js';
import { lsvmbusNameOf } from './captured-class.js';

/**
 * The way back: what the tools would print in an emulated guest (R5), for people and programs that read those.
 * CPUs are the one thing made up: channels are spread over them in turn, while a kernel also weighs which are free; no
 * rule depends on it.
 */

/** A device as a listing needs it. */
export interface ListedDevice extends CapturedDevice {
  readonly classGuid: Guid;
  readonly relid: number | null;
  readonly subChannelRelids: readonly number[];
}

export interface ListingOptions {
  /** vCPUs over which channels are spread; 1 unless given. */
  readonly vcpus?: number;
}

const SYSFS_FOLDER = '/sys/bus/vmbus/devices';
/** Attributes that `sysfsListing` prints, in the order in which a shell expands them. */
const ATTRIBUTES = ['class_id', 'device_id', 'id', 'state', 'channel_vp_mapping'] as const;
/** Numbers of enum vmbus_channel_state (include/linux/hyperv.h): ready to be opened, and opened. */
const READY_STATE = 2;
const OPENED_STATE = 3;

/** The VMBus devices of a running guest; orphans have relid `null` (R55). */
export function devicesOfGuest({ channels }: Pick<RunningGuest, 'channels'>): readonly ListedDevice[] {
  return channels.map(({ offer, relid, subChannelRelids, isOpen, driver }) => ({
    instanceGuid: offer.instanceGuid,
    classGuid: offer.classGuid,
    relid,
    subChannelRelids,
    isOpen,
    ...(driver === undefined ? {} : { driver }),
  }));
}

/** What `lsvmbus -vv` prints: one block per device in the order of relids, orphans first since theirs is -1. */
export function lsvmbusListing(devices: readonly ListedDevice[], options: ListingOptions = {}): string {
  return [...devices]
    .sort((a, b) => (a.relid ?? -1) - (b.relid ?? -1))
    .map((device) => {
      const { classGuid, instanceGuid, relid } = device;
      const channels = channelsOf(device, options).map(
        ({ relidText, cpu }) => `\tRel_ID=${relidText}, target_cpu=${cpu}\n`,
      );
      return [
        `VMBUS ID ${String(relid ?? -1).padStart(2)}: Class_ID = {${classGuid}} - ${lsvmbusNameOf(classGuid)}\n`,
        `\tDevice_ID = {${instanceGuid}}\n`,
        `\tSysfs path: ${SYSFS_FOLDER}/${instanceGuid}\n`,
        ...channels,
        '\n',
      ].join('');
    })
    .join('');
}

/** What `grep . /sys/bus/vmbus/devices/*` with each of `ATTRIBUTES` prints: one attribute after the other. */
export function sysfsListing(devices: readonly ListedDevice[], options: ListingOptions = {}): string {
  const sorted = [...devices].sort((a, b) => (a.instanceGuid < b.instanceGuid ? -1 : 1));
  return ATTRIBUTES.flatMap((attribute) =>
    sorted.flatMap((device) =>
      valuesOf(device, attribute, options).map(
        (value) => `${SYSFS_FOLDER}/${device.instanceGuid}/${attribute}:${value}\n`,
      ),
    ),
  ).join('');
}

function valuesOf(
  device: ListedDevice,
  attribute: (typeof ATTRIBUTES)[number],
  options: ListingOptions,
): readonly string[] {
  switch (attribute) {
    case 'class_id':
      return [`{${device.classGuid}}`];
    case 'device_id':
      return [`{${device.instanceGuid}}`];
    case 'id':
      return [String(device.relid ?? -1)];
    case 'state':
      return [String(device.isOpen === true ? OPENED_STATE : READY_STATE)];
    case 'channel_vp_mapping':
      return channelsOf(device, options).map(({ relidText, cpu }) => `${relidText}:${cpu}`);
  }
}

/** The primary channel and every sub-channel, in the order of relids as these attributes print them: unsigned. */
function channelsOf({ relid, subChannelRelids }: ListedDevice, { vcpus = 1 }: ListingOptions) {
  const primary = relid === null ? Number(INVALID_RELID_TEXT) : relid;
  return [primary, ...subChannelRelids]
    .map((channel, at) => ({ relid: channel, cpu: at % vcpus }))
    .sort((a, b) => a.relid - b.relid)
    .map(({ relid: channel, cpu }) => ({ relidText: String(channel), cpu }));
}
