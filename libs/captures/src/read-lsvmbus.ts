import { parseGuid, type Guid } from '#libs/vmbus';
import type { Capture } from './capture.js';
import { type CaptureBuilder, parseRelid, shortened } from './capture-builder.js';
import { classOfLsvmbusName, classOfWellKnown, wellKnownInstanceOf } from './captured-class.js';
import { machineFacts, type TextLine } from './text-lines.js';

/**
 * Reads what lsvmbus prints: a line `VMBUS ID 11: ...` per device, with `-v` its class and the relids of its channels,
 * with `-vv` its instance GUID (`Device_ID`) as well. Plain output therefore identifies only the devices whose
 * instance GUID is the same everywhere (MOVE-4).
 */

const HEADER = /^\s*VMBUS ID\b\s*(.*)$/;
const HEADER_REST = /^(-?\d+)\s*:\s*(.*)$/;
const CLASS_ID = /^Class_ID\s*=\s*(\S+)(?:\s+-\s+(.*))?$/;
const DEVICE_ID = /^\s*Device_ID\s*=\s*(.*)$/;
const SYSFS_PATH = /^\s*Sysfs path:\s*(\S+)/;
const CHANNEL = /^\s*Rel_ID\s*=\s*(\d+)\s*,\s*target_cpu\s*=\s*(\d+)$/;
const CHANNEL_START = /^\s*Rel_ID\b/;

/** Whether a line can only come from lsvmbus. */
export function isLsvmbusLine(text: string): boolean {
  return HEADER.test(text) || DEVICE_ID.test(text);
}

interface Block {
  readonly line: number;
  /** Absent when the device begins with its `Device_ID`, as in `lsvmbus -vv | grep Device_ID`. */
  readonly header?: string;
  deviceId?: { readonly line: number; readonly text: string };
  sysfsPath?: { readonly line: number; readonly text: string };
  readonly channels: { readonly line: number; readonly relid: string }[];
}

export function readLsvmbus(lines: readonly TextLine[], builder: CaptureBuilder): Capture {
  const blocks = blocksOf(lines, builder);
  const hasDeviceIds = blocks.some(({ deviceId }) => deviceId !== undefined);
  for (const block of blocks) addBlock(block, hasDeviceIds, builder);
  if (!hasDeviceIds && blocks.length > 0) {
    builder.gap(
      'lsvmbus prints instance GUIDs with -vv only; without it devices of which a VM may have several cannot be told apart',
    );
  }
  const headless = blocks.filter(({ header }) => header === undefined).length;
  if (headless > 0)
    builder.gap(`the line with relid and class is missing for ${headless} of ${blocks.length} devices`);
  return builder.build({ format: 'lsvmbus', completeness: 'all devices', ...machineFacts(lines) });
}

function blocksOf(lines: readonly TextLine[], builder: CaptureBuilder): readonly Block[] {
  const blocks: Block[] = [];
  const startBlock = (block: Block): Block => {
    blocks.push(block);
    return block;
  };
  for (const { number, text } of lines) {
    const current = blocks.at(-1);
    const header = HEADER.exec(text)?.[1];
    const deviceId = DEVICE_ID.exec(text)?.[1];
    if (header !== undefined) {
      startBlock({ line: number, header, channels: [] });
    } else if (deviceId !== undefined) {
      const block =
        current === undefined || current.deviceId !== undefined
          ? startBlock({ line: number, channels: [] })
          : current;
      block.deviceId = { line: number, text: deviceId };
    } else {
      addDetail(current, { number, text }, builder);
    }
  }
  return blocks;
}

function addDetail(block: Block | undefined, { number, text }: TextLine, builder: CaptureBuilder): void {
  const path = SYSFS_PATH.exec(text)?.[1];
  const relid = CHANNEL.exec(text)?.[1];
  if (path !== undefined && block !== undefined) block.sysfsPath = { line: number, text: path };
  else if (relid !== undefined && block !== undefined) block.channels.push({ line: number, relid });
  else if (CHANNEL_START.test(text)) {
    const reason = block === undefined ? 'belongs to no device' : 'is not of the form Rel_ID=n, target_cpu=n';
    const quoted = JSON.stringify(shortened(text.trim()));
    builder.problem({ line: number, field: 'Rel_ID', text: `${quoted} ${reason}`, isDeviceLost: false });
  }
}

function addBlock(block: Block, hasDeviceIds: boolean, builder: CaptureBuilder): void {
  const { relid, classGuid, name } = readHeader(block, builder);
  if (relid === 'unreadable') return;
  const subChannelRelids = readChannels(block, relid, builder);
  if (block.deviceId !== undefined) {
    const { line, text } = block.deviceId;
    const instanceGuid = builder.guid(text, { line, field: 'Device_ID', isDeviceLost: true });
    if (instanceGuid === undefined) return;
    checkSysfsPath(block, instanceGuid, builder);
    const known = classOfWellKnown(instanceGuid);
    builder.list(
      { instanceGuid, line: block.line, classGuid: classGuid ?? known, relid, subChannelRelids },
      'Device_ID',
    );
    return;
  }
  const wellKnown = classGuid === undefined ? undefined : wellKnownInstanceOf(classGuid);
  if (wellKnown !== undefined) {
    const isWellKnown = true;
    builder.list(
      { instanceGuid: wellKnown, line: block.line, classGuid, relid, subChannelRelids, isWellKnown },
      'VMBUS ID',
    );
  } else if (hasDeviceIds) {
    builder.problem({ line: block.line, field: 'Device_ID', text: `${name} has none`, isDeviceLost: true });
  } else {
    builder.unidentified({
      line: block.line,
      name,
      ...(classGuid === undefined ? {} : { classGuid }),
      ...(relid === undefined ? {} : { relid }),
    });
  }
}

interface Header {
  readonly relid: number | null | undefined | 'unreadable';
  readonly classGuid?: Guid | undefined;
  readonly name: string;
}

function readHeader({ line, header }: Block, builder: CaptureBuilder): Header {
  if (header === undefined) return { relid: undefined, name: 'a device' };
  const [, id, rest] = HEADER_REST.exec(header) ?? [];
  if (id === undefined || rest === undefined) {
    const text = `${JSON.stringify(shortened(header))} is not of the form "number: device"`;
    builder.problem({ line, field: 'VMBUS ID', text, isDeviceLost: true });
    return { relid: 'unreadable', name: '' };
  }
  const relid = parseRelid(id);
  if (relid === undefined) {
    builder.problem({
      line,
      field: 'VMBUS ID',
      text: `${id} is no relid: they run from 1 to 2047, and -1 marks an orphan`,
      isDeviceLost: false,
    });
  }
  const [, classText, name] = CLASS_ID.exec(rest) ?? [];
  if (classText === undefined) return { relid, classGuid: classOfLsvmbusName(rest), name: rest };
  const classGuid = builder.guid(classText, { line, field: 'Class_ID', isDeviceLost: false });
  return { relid, classGuid, name: name ?? 'a device' };
}

/** The relids of the sub-channels: those of the list but for the device's own (R9). */
function readChannels(
  { channels }: Block,
  primary: number | null | undefined,
  builder: CaptureBuilder,
): readonly number[] | undefined {
  // Without its own relid there is no telling which of the channels is the primary one.
  if (channels.length === 0 || primary === undefined) return undefined;
  const relids = channels.map((channel) => ({ ...channel, parsed: parseRelid(channel.relid) }));
  for (const { line, relid, parsed } of relids) {
    if (parsed === undefined) {
      builder.problem({ line, field: 'Rel_ID', text: `${relid} is no relid`, isDeviceLost: false });
    }
  }
  if (!relids.some(({ parsed }) => parsed === primary)) {
    const text = `the relid of the device itself, ${primary ?? -1}, is not among those of its channels`;
    builder.problem({ line: channels[0]!.line, field: 'Rel_ID', text, isDeviceLost: false });
  }
  return relids.flatMap(({ parsed }) => (typeof parsed === 'number' && parsed !== primary ? [parsed] : []));
}

/** A device is registered under its instance GUID; older kernels numbered them instead (R5). */
function checkSysfsPath({ sysfsPath }: Block, instanceGuid: Guid, builder: CaptureBuilder): void {
  if (sysfsPath === undefined) return;
  const name = sysfsPath.text.slice(sysfsPath.text.lastIndexOf('/') + 1);
  const named = parseGuid(name);
  if (named === undefined || named === instanceGuid) return;
  builder.problem({
    line: sysfsPath.line,
    field: 'Sysfs path',
    text: `it names ${named}, but Device_ID is ${instanceGuid}, which counts`,
    isDeviceLost: false,
  });
}
