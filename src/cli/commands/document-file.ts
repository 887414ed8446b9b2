import { CliError, type ProblemDetail } from '../cli-error.js';
import { EXIT } from '../exit-codes.js';
import { faultText, fieldText } from '../../jobs-file/parse-job-file.js';
import { type FieldPath, readYaml, type YamlSource } from '../../jobs-file/yaml-source.js';
import type { Session } from '../session.js';

/** A file that was read, with the name people know it by. */
export interface NamedSource {
  readonly fileName: string;
  readonly source: YamlSource;
}

/** The bytes of a file; `-` is standard input. Throws `CliError`. */
export async function readInput(session: Session, fileName: string): Promise<Uint8Array> {
  try {
    return await session.process.readText(fileName);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError({
      code: 'file-unreadable',
      message: `The file ${fileName} cannot be read: ${reason}.`,
      exit: EXIT.invalid,
    });
  }
}

/** Reads a YAML or JSON file of one document. Throws `CliError` with every fault and its place. */
export async function readDocument(session: Session, fileName: string): Promise<NamedSource> {
  const reading = readYaml(await readInput(session, fileName));
  if (reading.kind === 'read') return { fileName, source: reading.source };
  throw new CliError({
    code: 'file-invalid',
    message: `The file ${fileName} is not valid.`,
    details: reading.faults.map((fault) => ({ message: faultText(fileName, fault) })),
    exit: EXIT.invalid,
  });
}

/**
 * An error of the server about a document from a file, told by places in the file: `prefix` is where the document
 * stands in it.
 */
export function toldByPlace(
  error: unknown,
  { fileName, source }: NamedSource,
  prefix: FieldPath = [],
): unknown {
  if (!(error instanceof CliError) || error.problem.details === undefined) return error;
  const details = error.problem.details.map((detail): ProblemDetail => {
    if (detail.target === undefined) return detail;
    const path = [...prefix, ...pathOfTarget(detail.target)];
    const place = source.locate(path);
    return { message: faultText(fileName, { ...place, field: fieldText(path), message: detail.message }) };
  });
  return new CliError({ ...error.problem, details }, { cause: error });
}

/** `properties.select.virtualMachines[0]`: the members of the document are those of `properties`. */
function pathOfTarget(target: string): FieldPath {
  const parts = target.split(/\.|\[(\d+)\]/).filter((part) => part !== undefined && part !== '');
  const path = parts.map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  return path[0] === 'properties' ? path.slice(1) : path;
}
