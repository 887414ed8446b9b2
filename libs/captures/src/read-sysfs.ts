import { parseGuid, type Guid } from '#libs/vmbus';
import type { Capture } from './capture.js';
import { type CaptureBuilder, parseRelid, shortened } from './capture-builder.js';
import { machineFacts, type TextLine } from './text-lines.js';

/**
 * Reads attributes of /sys/bus/vmbus/devices as people print them: `grep . /sys/bus/vmbus/devices/*` with attribute names
 * gives `path:value`, `head` and `tail -n +1` give `==> path <==` and the value below, and `ls` the names of the devices
 * alone. A device is registered under its instance GUID (R5); old kernels numbered them (`vmbus_15`), and then only
 * `device_id` tells.
 */

/** Attributes that are read. Others of the same folder are left alone. */
const ATTRIBUTES = ['class_id', 'device_id', 'id', 'state', 'channel_vp_mapping', 'uevent'] as const;
type Attribute = (typeof ATTRIBUTES)[number];

const PATH = String.raw`(?:[^\s:]|(?<=\w):(?=\d))*`;
const VALUE_LINE = new RegExp(`^\\s*(${PATH})/(${ATTRIBUTES.join('|')}):(.*)$`);
const BLOCK_TITLE = /^\s*==> (\S+) <==$/;
const BLOCK_PATH = new RegExp(`^(.*)/(${ATTRIBUTES.join('|')})$`);
const NAME_AND_TARGET = /(?:^|\s)(\S+) -> \S*\/([^\s/]+)$/;
const FAILED = /^(?:grep|cat|head|tail): (\S+): (.+)$/;
/** What looks as if it were meant as one of these lines, and the command that printed them, which does too. */
const ATTEMPT = /(?:^\s*|\/)(?:class_id|device_id)\b/;
const COMMAND = /^\s*\S*[$#] |[*{]\S{0,40}device_id/;

/** Channel states of include/linux/hyperv.h: a channel that is open is in the last one. */
const OPENED_STATE = '3';

/** Whether a line can only come from a listing of these attributes. */
export function isSysfsLine(text: string): boolean {
  const title = BLOCK_TITLE.exec(text)?.[1];
  const [, path = '', attribute] =
    title === undefined ? (VALUE_LINE.exec(text) ?? []) : (BLOCK_PATH.exec(title) ?? []);
  if (attribute === 'class_id' || attribute === 'device_id' || linkOf(text) !== undefined) return true;
  return attribute !== undefined && isDeviceName(lastPartOf(path));
}

/** Whether a line names devices and says nothing else; other texts may hold such lines too. */
export function isDeviceNamesLine(text: string): boolean {
  return namesOf(text) !== undefined;
}

function isDeviceName(name: string): boolean {
  return parseGuid(name) !== undefined || /^vmbus_[\d_]+$/.test(name);
}

interface Value {
  readonly line: number;
  readonly text: string;
}

/** One folder: what its attributes say. */
interface Folder {
  readonly name: string;
  readonly line: number;
  readonly values: Map<Attribute, Value[]>;
}

export function readSysfs(lines: readonly TextLine[], builder: CaptureBuilder): Capture {
  const folders = foldersOf(lines, builder);
  for (const folder of folders) addFolder(folder, builder);
  for (const attribute of ['class_id', 'id'] as const) {
    const without = folders.filter(({ values }) => !values.has(attribute)).length;
    if (without > 0) builder.gap(`${attribute} is missing for ${without} of ${folders.length} devices`);
  }
  return builder.build({ format: 'sysfs', completeness: 'all devices', ...machineFacts(lines) });
}

function foldersOf(lines: readonly TextLine[], builder: CaptureBuilder): readonly Folder[] {
  const folders = new Map<string, Folder>();
  const folderNamed = (name: string, line: number): Folder => {
    const known = folders.get(name);
    if (known !== undefined) return known;
    const folder = { name, line, values: new Map<Attribute, Value[]>() };
    folders.set(name, folder);
    return folder;
  };
  const add = (path: string, attribute: string, value: Value): void => {
    const { values } = folderNamed(lastPartOf(path), value.line);
    const key = attribute as Attribute;
    const known = values.get(key);
    if (known === undefined) values.set(key, [value]);
    else known.push(value);
  };
  let block: { readonly path: string; readonly attribute: string } | undefined;
  for (const { number: line, text } of lines) {
    const title = BLOCK_TITLE.exec(text)?.[1];
    const [, path, attribute, value] = VALUE_LINE.exec(text) ?? [];
    if (title !== undefined) {
      const [, blockPath, blockAttribute] = BLOCK_PATH.exec(title) ?? [];
      block = blockPath === undefined ? undefined : { path: blockPath, attribute: blockAttribute ?? '' };
    } else if (path !== undefined && attribute !== undefined && value !== undefined) {
      add(path, attribute, { line, text: value.trim() });
    } else if (block !== undefined && text.trim() !== '' && !FAILED.test(text)) {
      add(block.path, block.attribute, { line, text: text.trim() });
    } else {
      block = undefined;
      const names = namesOf(text) ?? reportUnread(text, line, builder);
      for (const name of names) folderNamed(name, line);
    }
  }
  return [...folders.values()].filter(isDevice);
}

/** Attributes of what hangs below a device (its network interface, its disks) come along in a deep listing. */
function isDevice({ name, values }: Folder): boolean {
  return isDeviceName(name) || values.has('class_id') || values.has('device_id');
}

/** Names of devices on a line of `ls` or `ls -l`; `undefined` when there is anything else on it. */
function namesOf(text: string): readonly string[] | undefined {
  const link = linkOf(text);
  if (link !== undefined) return [link];
  const words = text.trim().split(/\s+/);
  return words.every((word) => parseGuid(word) !== undefined) ? words : undefined;
}

/** Name of a device on a line of `ls -l`: the links of the bus are called as what they lead to. */
function linkOf(text: string): string | undefined {
  const [, name, target] = NAME_AND_TARGET.exec(text) ?? [];
  return name !== undefined && name === target && isDeviceName(name) ? name : undefined;
}

/** Says what was wrong with a line, and answers the device that it is about all the same, if there is one. */
function reportUnread(text: string, line: number, builder: CaptureBuilder): readonly string[] {
  const [, path, reason] = FAILED.exec(text) ?? [];
  if (path?.includes('/vmbus/devices/') === true && reason !== undefined) {
    const name = path.split('/').find((part) => parseGuid(part) !== undefined);
    const said = `${path} could not be read where this was printed: ${reason}`;
    builder.problem({ line, text: said, isDeviceLost: name === undefined });
    return name === undefined ? [] : [name];
  }
  if (ATTEMPT.test(text) && !COMMAND.test(text)) {
    const said = `${JSON.stringify(shortened(text.trim()))} is not of the form path:value`;
    builder.problem({ line, text: said, isDeviceLost: true });
  }
  return [];
}

function addFolder(folder: Folder, builder: CaptureBuilder): void {
  const classGuid = guidOf(folder, 'class_id', false, builder);
  const relid = relidOf(folder, builder);
  const named = parseGuid(folder.name);
  const stated = guidOf(folder, 'device_id', named === undefined, builder);
  const instanceGuid = named ?? stated;
  if (named !== undefined && stated !== undefined && named !== stated) {
    const text = `it is ${stated}, but its folder is called ${named}, which counts`;
    builder.problem({ line: lineOf(folder, 'device_id'), field: 'device_id', text, isDeviceLost: false });
  }
  if (instanceGuid === undefined) {
    if (folder.values.has('device_id')) return;
    const optional = {
      ...(classGuid === undefined ? {} : { classGuid }),
      ...(relid === undefined ? {} : { relid }),
    };
    builder.unidentified({ line: folder.line, name: folder.name, ...optional });
    return;
  }
  const state = folder.values.get('state')?.[0]?.text;
  builder.list(
    {
      instanceGuid,
      line: folder.line,
      classGuid,
      relid,
      subChannelRelids: subChannelsOf(folder, relid, builder),
      isOpen: state === undefined ? undefined : state === OPENED_STATE,
      driver: driverOf(folder),
    },
    'device_id',
  );
}

function guidOf(
  folder: Folder,
  attribute: 'class_id' | 'device_id',
  isDeviceLost: boolean,
  builder: CaptureBuilder,
): Guid | undefined {
  const [first, ...others] = folder.values.get(attribute) ?? [];
  if (first === undefined) return undefined;
  const parsed = builder.guid(first.text, { line: first.line, field: attribute, isDeviceLost });
  for (const { line, text } of others) {
    if (parseGuid(text) === parsed) continue;
    const said = `${folder.name} has ${JSON.stringify(shortened(text))} here and another value on line ${first.line}, which counts`;
    builder.problem({ line, field: attribute, text: said, isDeviceLost: false });
  }
  return parsed;
}

function relidOf(folder: Folder, builder: CaptureBuilder): number | null | undefined {
  const value = folder.values.get('id')?.[0];
  if (value === undefined) return undefined;
  const relid = parseRelid(value.text);
  if (relid === undefined) {
    const text = `${JSON.stringify(shortened(value.text))} is no relid: they run from 1 to 2047, and -1 marks an orphan`;
    builder.problem({ line: value.line, field: 'id', text, isDeviceLost: false });
  }
  const other = folder.values.get('id')?.find(({ text }) => text !== value.text);
  if (other !== undefined) {
    const text = `${folder.name} has ${JSON.stringify(shortened(other.text))} here and another value on line ${value.line}, which counts`;
    builder.problem({ line: other.line, field: 'id', text, isDeviceLost: false });
  }
  return relid;
}

/** `channel_vp_mapping` lists relid and CPU of the primary channel and of every sub-channel (R5, R9). */
function subChannelsOf(
  folder: Folder,
  primary: number | null | undefined,
  builder: CaptureBuilder,
): readonly number[] | undefined {
  const mapping = folder.values.get('channel_vp_mapping');
  if (mapping === undefined || primary === undefined) return undefined;
  return mapping.flatMap(({ line, text }) => {
    const relid = parseRelid(/^(\d+):\d+$/.exec(text)?.[1] ?? '');
    if (relid === undefined) {
      const said = `${JSON.stringify(shortened(text))} is not of the form relid:cpu`;
      builder.problem({ line, field: 'channel_vp_mapping', text: said, isDeviceLost: false });
    }
    return typeof relid === 'number' && relid !== primary ? [relid] : [];
  });
}

function driverOf({ values }: Folder): string | undefined {
  const entry = values.get('uevent')?.find(({ text }) => text.startsWith('DRIVER='));
  return entry?.text.slice('DRIVER='.length);
}

function lineOf({ line, values }: Folder, attribute: Attribute): number {
  return values.get(attribute)?.[0]?.line ?? line;
}

function lastPartOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
