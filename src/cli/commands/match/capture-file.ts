import {
  LONGEST_CAPTURE,
  readCapture,
  type Capture,
  type CaptureFormat,
  type CaptureProblem,
  type CaptureReading,
  type CaptureSide,
} from '#libs/captures';
import { CliError, type ProblemDetail } from '../../cli-error.js';
import { EXIT } from '../../exit-codes.js';
import type { Session } from '../../session.js';

export interface CaptureFileOptions {
  readonly side: CaptureSide;
  readonly fileName: string;
  readonly format?: CaptureFormat | undefined;
  readonly boot?: string | undefined;
}

/** A capture with the name of its file. */
export interface CaptureFile {
  readonly fileName: string;
  readonly capture: Capture;
}

/** Problems told on one line each; more than these are counted only. */
const SHOWN_PROBLEMS = 20;
/** A file in UTF-16, which Windows shells write, has twice the bytes. */
const MOST_BYTES = 2 * LONGEST_CAPTURE;

/** Reads one of the two files; `-` is standard input. Throws `CliError` when nothing can be said about devices. */
export async function readCaptureFile(
  session: Session,
  { side, fileName, format, boot }: CaptureFileOptions,
): Promise<CaptureFile> {
  const bytes = await readBytes(session, fileName);
  if (bytes.length > MOST_BYTES) {
    throw new CliError({
      code: 'capture-too-large',
      message: `${nameOf(fileName)} has ${bytes.length} bytes, and more than ${LONGEST_CAPTURE} are not read.`,
      exit: EXIT.invalid,
    });
  }
  const options = {
    side,
    ...(format === undefined ? {} : { format }),
    ...(boot === undefined ? {} : { boot }),
  };
  const reading = readCapture(decoded(bytes), options);
  if (reading.kind === 'refused') throw refusalOf(reading, fileName, side);
  return { fileName, capture: reading.capture };
}

/** `before.txt:12: Device_ID: "x" is not a GUID`. */
export function problemLines(fileName: string, problems: readonly CaptureProblem[]): readonly string[] {
  const lines = problems
    .slice(0, SHOWN_PROBLEMS)
    .map(
      ({ line, field, text }) =>
        `${nameOf(fileName)}:${line}: ${field === undefined ? '' : `${field}: `}${text}`,
    );
  const more = problems.length - lines.length;
  return more > 0 ? [...lines, `${nameOf(fileName)}: ${more} more`] : lines;
}

/** How people read the name of a file. */
export function nameOf(fileName: string): string {
  return fileName === '-' ? 'standard input' : fileName;
}

async function readBytes(session: Session, fileName: string): Promise<Uint8Array> {
  try {
    return await session.process.readText(fileName);
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isMissing) {
      const message = `There is no file ${fileName}.`;
      throw new CliError({ code: 'file-not-found', message, exit: EXIT.notFound }, { cause: error });
    }
    const reason = error instanceof Error ? error.message : String(error);
    const message = `The file ${fileName} cannot be read: ${reason}.`;
    throw new CliError({ code: 'file-unreadable', message, exit: EXIT.invalid }, { cause: error });
  }
}

/** Text of a file: UTF-16 where a byte order mark says so, else UTF-8. */
function decoded(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder().decode(bytes);
}

function refusalOf(
  { reason, message, choices, problems }: Extract<CaptureReading, { kind: 'refused' }>,
  fileName: string,
  side: CaptureSide,
): CliError {
  const details: readonly ProblemDetail[] = [
    ...(choices ?? []).map((choice) => ({ message: `boot ${choice}` })),
    ...problemLines(fileName, problems).map((line) => ({ message: line })),
  ];
  const remedy = REMEDIES[reason]?.(side);
  return new CliError({
    code: `capture-${reason}`,
    message: `${nameOf(fileName)} cannot be used: ${message}.`,
    ...(details.length === 0 ? {} : { details }),
    ...(remedy === undefined ? {} : { remedy }),
    exit: EXIT.invalid,
  });
}

type RefusalReason = Extract<CaptureReading, { kind: 'refused' }>['reason'];

const chooseBoot = (side: CaptureSide) => `Choose one with --${side}-boot.`;
const REMEDIES: Readonly<Partial<Record<RefusalReason, (side: CaptureSide) => string>>> = {
  'boot-not-chosen': chooseBoot,
  'no-such-boot': chooseBoot,
  unrecognised: (side) =>
    `Give what lsvmbus -vv prints, a listing of /sys/bus/vmbus/devices or a kernel log; --${side}-format names the format.`,
};
