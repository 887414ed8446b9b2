import type { core } from 'zod';
import { isRefusalCode, type Refusal, type RefusalCode, refusal } from '#libs/refusal';

/** How many faults of one document are listed. */
const MAX_LISTED = 50;

/** How the faults of a value are named. */
export interface FaultNaming {
  /** The code of a fault that does not name its own. */
  readonly code: RefusalCode;
  /** Target of a fault of the value as a whole: the name of a parameter; absent for a body. */
  readonly root?: string;
}

/**
 * One refusal per fault, in the order of the schema, at least one. A check of a schema names a code of its own
 * by `params: { refusal: 'size-unknown' }`; members that a strict schema does not know are `unknown-member`.
 */
export function schemaRefusals(
  issues: readonly core.$ZodIssue[],
  value: unknown,
  naming: FaultNaming,
): readonly [Refusal, ...Refusal[]] {
  const all = issues.flatMap((issue) => refusalsOf(issue, [], value, naming)).slice(0, MAX_LISTED);
  const [first = refusal(naming.code, 'it does not have the expected shape'), ...rest] = all;
  return [first, ...rest];
}

type Path = readonly PropertyKey[];

function refusalsOf(
  issue: core.$ZodIssue,
  parents: Path,
  value: unknown,
  naming: FaultNaming,
): readonly Refusal[] {
  const path = [...parents, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => fault('unknown-member', [...path, key], 'is not known', naming));
  }
  if (issue.code === 'invalid_union') {
    // The branch with the fewest faults is the one that was meant.
    const [closest] = issue.errors.filter(({ length }) => length > 0).toSorted((a, b) => a.length - b.length);
    if (closest !== undefined) return closest.flatMap((nested) => refusalsOf(nested, path, value, naming));
  }
  return [fault(codeOf(issue) ?? naming.code, path, textOf(issue, path, value), naming)];
}

function codeOf(issue: core.$ZodIssue): RefusalCode | undefined {
  if (issue.code !== 'custom') return undefined;
  const named = (issue.params as { readonly refusal?: unknown } | undefined)?.refusal;
  return typeof named === 'string' && isRefusalCode(named) ? named : undefined;
}

function fault(code: RefusalCode, path: Path, text: string, { root }: FaultNaming): Refusal {
  const dotted = dottedPath(path);
  const target = [root, dotted].filter((part) => part !== undefined && part !== '').join('.');
  return target === '' ? refusal(code, `the body ${text}`) : refusal(code, `${target} ${text}`, { target });
}

function textOf(issue: core.$ZodIssue, path: Path, value: unknown): string {
  if (valueAt(value, path) === undefined && issue.code !== 'custom') return 'is required';
  const text = issue.message.replace(/^(Invalid \w+|Too \w+): /, '').replace(/\.$/, '');
  if (issue.code === 'custom') return text;
  return `is not valid: ${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

function valueAt(value: unknown, path: Path): unknown {
  let current = value;
  for (const key of path) {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Readonly<Record<PropertyKey, unknown>>)[key];
  }
  return current;
}

/** `properties.networkProfile.networkInterfaces[0].id`. */
export function dottedPath(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}
