/** What is wrong with a value. `path` leads from the value to the field: `.offers[3][1]`, or empty for itself. */
export interface FieldProblem {
  readonly path: string;
  /** `expected a whole number from 0 to 1`, `missing`. */
  readonly message: string;
}

/**
 * Finds the first thing wrong with a value; `undefined` when nothing is. `devices`: how many devices the scenario has.
 * Paths are put together only once something is wrong, so that good values cost no text.
 */
export type FieldCheck = (value: unknown, devices: number) => FieldProblem | undefined;

/** The most entries of any list. It bounds how long one scenario can take; a guest's bus has 2,048 relids. */
export const MOST_ENTRIES = 4096;

export function expected(what: string): FieldProblem {
  return { path: '', message: `expected ${what}` };
}

/** The problem as seen from the value that `step` leads out of. */
export function inside(step: string, { path, message }: FieldProblem): FieldProblem {
  return { path: step + path, message };
}

export function wholeNumber(lowest: number, highest: number): FieldCheck {
  const problem = wholeNumberProblem(lowest, highest);
  return (value) =>
    typeof value === 'number' && value >= lowest && value <= highest && Number.isInteger(value)
      ? undefined
      : problem;
}

function wholeNumberProblem(lowest: number, highest: number): FieldProblem {
  return expected(`a whole number from ${lowest} to ${highest}`);
}

/** An index of the list of devices. */
export const deviceIndex: FieldCheck = (value, devices) => {
  if (typeof value === 'number' && value >= 0 && value < devices && Number.isInteger(value)) return undefined;
  return expected(
    devices === 0 ? 'no device index: there are no devices' : `a device index from 0 to ${devices - 1}`,
  );
};

export const trueOrFalse: FieldCheck = (value) =>
  typeof value === 'boolean' ? undefined : expected('true or false');

export function oneOf(...texts: readonly string[]): FieldCheck {
  const problem = expected(texts.map((text) => `"${text}"`).join(' or '));
  return (value) => (typeof value === 'string' && texts.includes(value) ? undefined : problem);
}

/** An array that has exactly these entries. */
export function tuple(what: string, entries: readonly FieldCheck[]): FieldCheck {
  return (value, devices) => {
    if (!Array.isArray(value) || value.length !== entries.length) return expected(what);
    for (let at = 0; at < entries.length; at++) {
      const problem = entries[at]!(value[at], devices);
      if (problem !== undefined) return inside(`[${at}]`, problem);
    }
    return undefined;
  };
}

/**
 * An array of a device index and whole numbers from 0, each up to its own highest. It does what `tuple` would, at a
 * fraction of the cost: offers are by far the most of what a scenario consists of.
 */
export function deviceAndNumbers(what: string, highest: readonly number[]): FieldCheck {
  const problems = highest.map((most) => wholeNumberProblem(0, most));
  return (value, devices) => {
    if (!Array.isArray(value) || value.length !== 1 + highest.length) return expected(what);
    const problem = deviceIndex(value[0], devices);
    if (problem !== undefined) return inside('[0]', problem);
    for (let at = 0; at < highest.length; at++) {
      const number: unknown = value[1 + at];
      const isWithin = typeof number === 'number' && number >= 0 && number <= highest[at]!;
      if (!isWithin || !Number.isInteger(number)) return inside(`[${1 + at}]`, problems[at]!);
    }
    return undefined;
  };
}

/** An array of entries that are all alike. */
export function listOf(entry: FieldCheck): FieldCheck {
  return (value, devices) => {
    if (!Array.isArray(value)) return expected('an array');
    if (value.length > MOST_ENTRIES) return expected(`at most ${MOST_ENTRIES} entries`);
    for (let at = 0; at < value.length; at++) {
      const problem = entry(value[at], devices);
      if (problem !== undefined) return inside(`[${at}]`, problem);
    }
    return undefined;
  };
}

/** The same, no two entries having the same key. `check` makes sure that there is a key to take. */
export function listWithout(
  duplicate: string,
  check: FieldCheck,
  keyOf: (entry: unknown) => unknown = (entry) => entry,
): FieldCheck {
  const list = listOf(check);
  return (value, devices) => {
    const problem = list(value, devices);
    if (problem !== undefined) return problem;
    const seen = new Map<unknown, number>();
    for (const [at, entry] of (value as readonly unknown[]).entries()) {
      const earlier = seen.get(keyOf(entry));
      if (earlier !== undefined) {
        return { path: `[${at}]`, message: `duplicate: ${duplicate} of entry ${earlier}` };
      }
      seen.set(keyOf(entry), at);
    }
    return undefined;
  };
}

/** An object with these members and no others; those of `required` must be there. */
export function members(
  checks: Readonly<Record<string, FieldCheck>>,
  required: readonly string[] = [],
): FieldCheck {
  const checkOf = new Map(Object.entries(checks));
  return (value, devices) => {
    if (!isObject(value)) return expected('an object');
    for (const key of required) {
      if (!Object.hasOwn(value, key)) return { path: `.${key}`, message: 'missing' };
    }
    for (const key of Object.keys(value)) {
      const check = checkOf.get(key);
      if (check === undefined) return { path: memberStep(key), message: 'unknown member' };
      const problem = check(value[key], devices);
      if (problem !== undefined) return inside(memberStep(key), problem);
    }
    return undefined;
  };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Names come from outside: whatever could upset a terminal, or is overlong, is not repeated. */
function memberStep(key: string): string {
  if (/^[A-Za-z_]\w{0,63}$/.test(key)) return `.${key}`;
  const printable = key.slice(0, 40).replace(/[^ -~]|["\\]/g, '?');
  return `["${printable}${key.length > 40 ? '...' : ''}"]`;
}
