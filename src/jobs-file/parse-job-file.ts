import { jobEntry, type JobEntry } from './job-schema.js';
import { type FieldPath, type FileFault, readYaml, type YamlSource } from './yaml-source.js';

/** A job file: all its jobs, or everything that is wrong with it (TORPOR-17). */
export type JobFile =
  | { readonly kind: 'valid'; readonly jobs: readonly JobEntry[]; readonly source: YamlSource }
  | { readonly kind: 'invalid'; readonly faults: readonly FileFault[] };

export const MAX_JOBS = 1_000;

/** Reads a file of one job or a list of jobs, in YAML or JSON. */
export function parseJobFile(bytes: Uint8Array): JobFile {
  const reading = readYaml(bytes);
  if (reading.kind === 'unreadable') return { kind: 'invalid', faults: reading.faults };
  const { source } = reading;
  const isList = Array.isArray(source.value);
  const entries: readonly unknown[] = isList ? (source.value as readonly unknown[]) : [source.value];
  if (entries.length === 0 || source.value === null) return wholeFile('expected a job or a list of jobs');
  if (entries.length > MAX_JOBS) return wholeFile(`expected at most ${MAX_JOBS} jobs`);
  const faults: FileFault[] = [];
  const jobs: JobEntry[] = [];
  for (const [index, entry] of entries.entries()) {
    const prefix = isList ? [index] : [];
    const parsed = jobEntry.safeParse(entry, { reportInput: false });
    if (parsed.success) jobs.push(parsed.data);
    else for (const issue of parsed.error.issues) faults.push(...issueFaults(issue, prefix, source));
  }
  if (isList) faults.push(...repeatedNames(entries, source));
  if (faults.length > 0) return { kind: 'invalid', faults: inOrder(faults) };
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

function issueFaults(issue: Issue, prefix: FieldPath, source: YamlSource): readonly FileFault[] {
  const path = [...prefix, ...issue.path.map((part) => (typeof part === 'number' ? part : String(part)))];
  if (issue.code === 'unrecognized_keys') {
    return (issue.keys ?? []).map((key) => {
      const member = [...path, key];
      return { ...source.locateKey(member), field: fieldText(member), message: 'there is no such field' };
    });
  }
  const isMissing = valueAt(source.value, path) === undefined;
  const message = isMissing ? `is missing; ${issue.message}` : issue.message;
  return [{ ...source.locate(path), field: fieldText(path), message }];
}

function repeatedNames(entries: readonly unknown[], source: YamlSource): readonly FileFault[] {
  const seen = new Map<string, number>();
  return entries.flatMap((_, index) => {
    const path = [index, 'name'];
    const name = valueAt(source.value, path);
    if (typeof name !== 'string') return [];
    const first = seen.get(name.toLowerCase());
    if (first === undefined) {
      seen.set(name.toLowerCase(), index);
      return [];
    }
    return [{ ...source.locate(path), field: fieldText(path), message: `the same name as [${first}]` }];
  });
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
  return { kind: 'invalid', faults: [{ line: 1, column: 1, field: '', message }] };
}

function inOrder(faults: readonly FileFault[]): readonly FileFault[] {
  return faults.toSorted((left, right) => left.line - right.line || left.column - right.column);
}
