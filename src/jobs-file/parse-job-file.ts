import { jobEntry, type JobEntry } from './job-schema.js';
import { type FieldPath, type FileFault, readYaml, type YamlSource } from './yaml-source.js';

/** A job file: all its jobs, or everything that is wrong with it (TORPOR-17). */
export type JobFile =
  | { readonly kind: 'valid'; readonly jobs: readonly JobEntry[]; readonly source: YamlSource }
  | {
      readonly kind: 'invalid';
      readonly faults: readonly FileFault[];
      /** How many more there are than the faults listed. */
      readonly omitted: number;
    };

export const MAX_JOBS = 1_000;
/** Nobody reads further; a file of another kind altogether would have thousands. */
const MAX_FAULTS = 50;

/** Reads a file of one job or a list of jobs, in YAML or JSON. */
export function parseJobFile(bytes: Uint8Array): JobFile {
  const reading = readYaml(bytes);
  if (reading.kind === 'unreadable') return invalid(reading.faults);
  const { source } = reading;
  const isList = Array.isArray(source.value);
  const entries: readonly unknown[] = isList ? (source.value as readonly unknown[]) : [source.value];
  if (entries.length === 0 || source.value === null) return wholeFile('expected a job or a list of jobs');
  if (entries.length > MAX_JOBS) return wholeFile(`expected at most ${MAX_JOBS} jobs`);
  const unplaced: UnplacedFault[] = [];
  const jobs: JobEntry[] = [];
  for (const [index, entry] of entries.entries()) {
    const prefix = isList ? [index] : [];
    const parsed = jobEntry.safeParse(entry, { reportInput: false });
    if (parsed.success) jobs.push(parsed.data);
    else for (const issue of parsed.error.issues) unplaced.push(...issueFaults(issue, prefix, source.value));
  }
  if (isList) unplaced.push(...repeatedNames(source.value, entries.length));
  if (unplaced.length > 0)
    return invalid(unplaced.slice(0, MAX_FAULTS).map(placedIn(source)), unplaced.length);
  return { kind: 'valid', jobs, source };
}

/** `jobs.yaml:7:3 concurrency: expected ...`; a fault of the whole file has no field. */
export function faultText(fileName: string, { line, column, field, message }: FileFault): string {
  return `${fileName}:${line}:${column} ${field === '' ? '' : `${field}: `}${message}`;
}

/** A path as people write it: `[2].select.tag.name`. */
export function fieldText(path: FieldPath): string {
  return path
    .map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`))
    .join('');
}

interface Issue {
  readonly code: string;
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly keys?: readonly string[];
}

interface UnplacedFault {
  readonly path: FieldPath;
  readonly message: string;
  /** The name of the field is at fault, not its value. */
  readonly isName?: true;
}

function issueFaults(issue: Issue, prefix: FieldPath, value: unknown): readonly UnplacedFault[] {
  const path = [...prefix, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))];
  if (issue.code === 'unrecognized_keys') {
    const message = 'there is no such field';
    return (issue.keys ?? []).map((key) => ({ path: [...path, key], message, isName: true }));
  }
  const isMissing = valueAt(value, path) === undefined;
  return [{ path, message: isMissing ? `is missing; ${issue.message}` : issue.message }];
}

function repeatedNames(value: unknown, count: number): readonly UnplacedFault[] {
  const seen = new Map<string, number>();
  return Array.from({ length: count }, (_, index) => [index, 'name'] as const).flatMap((path) => {
    const name = valueAt(value, path);
    if (typeof name !== 'string') return [];
    const first = seen.get(name.toLowerCase());
    if (first !== undefined) return [{ path, message: `the same name as [${first}]` }];
    seen.set(name.toLowerCase(), path[0]);
    return [];
  });
}

function placedIn(source: YamlSource): (fault: UnplacedFault) => FileFault {
  return ({ path, message, isName }) => {
    const place = isName === true ? source.locateKey(path) : source.locate(path);
    return { ...place, field: fieldText(path), message };
  };
}

function valueAt(value: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>(
    (inner, part) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, part)
        ? (inner as Readonly<Record<string | number, unknown>>)[part]
        : undefined,
    value,
  );
}

function wholeFile(message: string): JobFile {
  return invalid([{ line: 1, column: 1, field: '', message }]);
}

/** Faults in the order of the file, as many as anybody reads. */
function invalid(faults: readonly FileFault[], total: number = faults.length): JobFile {
  const listed = faults
    .toSorted((left, right) => left.line - right.line || left.column - right.column)
    .slice(0, MAX_FAULTS);
  return { kind: 'invalid', faults: listed, omitted: total - listed.length };
}
