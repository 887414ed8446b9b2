import {
  CAPTURE_FORMATS,
  LONGEST_CAPTURE,
  MOST_DEVICES,
  MOST_LINES,
  type Capture,
  type CaptureFormat,
  type CaptureReading,
  type CaptureRefusalReason,
  type CaptureSide,
} from './capture.js';
import { CaptureBuilder } from './capture-builder.js';
import { splitBoots } from './kernel-log-boots.js';
import { isVmbusLogLine } from './kernel-log-lines.js';
import { isBootLine, readBoot, recordedBoots } from './read-boots.js';
import { readKernelLog } from './read-kernel-log.js';
import { isLsvmbusLine, readLsvmbus } from './read-lsvmbus.js';
import { isDeviceNamesLine, isSysfsLine, readSysfs } from './read-sysfs.js';
import { cutLines, shownLines, textLines, type TextLine } from './text-lines.js';

export interface CaptureOptions {
  readonly side: CaptureSide;
  /** Instead of recognising the format by what the text holds. */
  readonly format?: CaptureFormat;
  /** Which boot, of a log or a file of boots that holds several: its number from 1, or `source#boot`. */
  readonly boot?: string;
}

/**
 * What tells the formats apart, in the order in which they are tried. A log may quote the others, so it comes late; that
 * a line holds names of devices and nothing else says least.
 */
const SIGNS: readonly (readonly [CaptureFormat, (text: string) => boolean])[] = [
  ['lsvmbus', isLsvmbusLine],
  ['sysfs', isSysfsLine],
  ['kernel-log', isVmbusLogLine],
  ['sysfs', isDeviceNamesLine],
];

/** The format of a text, by the first sign that any of its lines shows; `undefined` when none does. */
export function recogniseFormat(text: string): CaptureFormat | undefined {
  return formatOf(textLines(text));
}

function formatOf(lines: readonly TextLine[]): CaptureFormat | undefined {
  if (lines.some(({ text }) => isBootLine(text))) return 'boots';
  const shown = shownLines(lines);
  return SIGNS.find(([, isSign]) => shown.some(({ text }) => isSign(text)))?.[0];
}

/**
 * Reads a text about the VMBus devices of a VM. Never throws for what the text holds: a text about which nothing can be
 * said is refused with a reason, and a line that should carry a device and does not is a problem of the capture.
 */
export function readCapture(text: string, options: CaptureOptions): CaptureReading {
  if (text.length > LONGEST_CAPTURE) {
    return refused(
      'too-large',
      `it has ${text.length} characters, and more than ${LONGEST_CAPTURE} are not read`,
    );
  }
  if (text.trim() === '') return refused('empty', 'there is nothing in it');
  const lines = textLines(text);
  if (lines.length > MOST_LINES) {
    return refused('too-large', `it has ${lines.length} lines, and more than ${MOST_LINES} are not read`);
  }
  const format = options.format ?? formatOf(lines);
  if (format === undefined) {
    const known = CAPTURE_FORMATS.join(', ');
    return refused('unrecognised', `no line of it looks like one of the formats that are read (${known})`);
  }
  const builder = new CaptureBuilder();
  if (format !== 'boots') reportCutLines(lines, builder);
  const read = readAs(format, format === 'boots' ? lines : shownLines(lines), options, builder);
  if (builder.isTooLong) {
    return refused('too-many-devices', `it lists more than ${MOST_DEVICES} devices, which no VM has`);
  }
  if ('kind' in read) return { ...read, problems: builder.problems };
  const isNothing = builder.isEmpty && (format === 'lsvmbus' || format === 'sysfs');
  return isNothing
    ? refused('unrecognised', `nothing in it reads as ${format}`)
    : { kind: 'read', capture: read };
}

function reportCutLines(lines: readonly TextLine[], builder: CaptureBuilder): void {
  for (const { number: line, saysMore } of cutLines(lines)) {
    builder.problem({ line, text: 'too long; the rest of it was not read', isDeviceLost: saysMore });
  }
}

function readAs(
  format: CaptureFormat,
  lines: readonly TextLine[],
  { side, boot }: CaptureOptions,
  builder: CaptureBuilder,
): Capture | Refused {
  switch (format) {
    case 'lsvmbus':
      return readLsvmbus(lines, builder);
    case 'sysfs':
      return readSysfs(lines, builder);
    case 'kernel-log': {
      if (!lines.some(({ text }) => isVmbusLogLine(text))) {
        return refused('unrecognised', 'no line of it is about VMBus');
      }
      const boots = splitBoots(lines, isVmbusLogLine).map((logged) => ({
        logged,
        label: `${logged.number} (line ${logged.lines[0]?.number ?? 1}, ${logged.kernelVersion ?? 'no kernel named'})`,
        names: [String(logged.number)],
      }));
      const chosen = choose(boots, boot);
      if ('kind' in chosen) return chosen;
      const { logged } = chosen;
      return readKernelLog(logged, side, builder, boots.length > 1 ? String(logged.number) : undefined);
    }
    case 'boots': {
      const boots = recordedBoots(lines, builder).map((recorded, at) => ({
        recorded,
        label: `${at + 1} (line ${recorded.line}${recorded.name === undefined ? '' : `, ${recorded.name}`})`,
        names: [String(at + 1), ...(recorded.name === undefined ? [] : [recorded.name])],
      }));
      const chosen = choose(boots, boot);
      return 'kind' in chosen ? chosen : readBoot(chosen.recorded, builder);
    }
    default:
      return assertNever(format);
  }
}

type Refused = Extract<CaptureReading, { kind: 'refused' }>;

interface BootChoice {
  readonly label: string;
  readonly names: readonly string[];
}

/** The boot that was asked for: by number, by name, or by the end of a name that only one boot has. */
function choose<Choice extends BootChoice>(
  boots: readonly Choice[],
  wanted: string | undefined,
): Choice | Refused {
  const choices = boots.map(({ label }) => label);
  const [only, another] = boots;
  if (only === undefined) return refused('unrecognised', 'it holds no boot');
  if (wanted === undefined) {
    return another === undefined
      ? only
      : refused(
          'boot-not-chosen',
          `it holds ${boots.length} boots, and which one is meant was not said`,
          choices,
        );
  }
  const exact = boots.filter(({ names }) => names.includes(wanted));
  const found =
    exact.length > 0
      ? exact
      : boots.filter(({ names }) => names.some((name) => name.endsWith(wanted) && name.includes('#')));
  const [first, second] = found;
  if (first === undefined)
    return refused('no-such-boot', `it holds no boot ${JSON.stringify(wanted)}`, choices);
  if (second !== undefined) {
    const labels = found.map(({ label }) => label);
    return refused(
      'boot-not-chosen',
      `it holds ${found.length} boots that ${JSON.stringify(wanted)} could mean`,
      labels,
    );
  }
  return first;
}

function refused(reason: CaptureRefusalReason, message: string, choices?: readonly string[]): Refused {
  return { kind: 'refused', reason, message, ...(choices === undefined ? {} : { choices }), problems: [] };
}

function assertNever(value: never): never {
  throw new Error(`unexpected format ${JSON.stringify(value)}`);
}
