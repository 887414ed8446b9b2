import { z } from 'zod';
import type { ExperimentIssue } from '../experiment.js';
import { members, text } from '../schema/quantities.js';
import { entriesOf, isMembers, type Tree, type TreeMembers } from './tree.js';

const MAX_PARAMETERS = 200;
const MAX_PATHS = 20;
const MAX_PATH = 300;

const path = text(MAX_PATH);

const parameter = members({
  /** Paths that get the value. */
  sets: z.union(
    [path, z.array(path).min(1).max(MAX_PATHS)],
    'must be a path such as fleet.vms, or a list of paths',
  ),
  /** What people say, and what is set. */
  values: z.any().optional(),
  default: z.any().optional(),
  about: text(500).optional(),
});

/** A short name for `--set`. */
export interface Parameter {
  readonly name: string;
  readonly paths: readonly string[];
  /** Absent: the value itself is set. */
  readonly values?: readonly (readonly [string, Tree])[];
  readonly otherwise?: Tree;
}

export type ParametersReading =
  | { readonly kind: 'read'; readonly parameters: readonly Parameter[] }
  | { readonly kind: 'faulty'; readonly issues: readonly ExperimentIssue[] };

/** Reads the `parameters` of an experiment, with everything that is wrong with them. */
export function readParameters(section: Tree | undefined): ParametersReading {
  if (section === undefined) return { kind: 'read', parameters: [] };
  const issues: ExperimentIssue[] = [];
  const fault = (at: string, message: string) => issues.push({ path: `parameters${at}`, message });
  if (!isMembers(section)) fault('', 'must have parameters, written as name: parameter');
  const entries = Object.entries(isMembers(section) ? section : {});
  if (entries.length > MAX_PARAMETERS) fault('', `must have at most ${MAX_PARAMETERS} parameters`);
  const parameters = entries.slice(0, MAX_PARAMETERS).flatMap(([name, document]): readonly Parameter[] => {
    const parsed = parameter.safeParse(document);
    if (!parsed.success) {
      for (const { path: inside, message, ...issue } of parsed.error.issues) {
        const at = [name, ...inside].map((part) => `.${String(part)}`).join('');
        if (issue.code !== 'unrecognized_keys') fault(at, message);
        else for (const key of issue.keys) fault(`${at}.${key}`, 'there is no such member');
      }
      return [];
    }
    const values = parsed.data.values === undefined ? undefined : entriesOf(parsed.data.values);
    if (parsed.data.values !== undefined && values === undefined) {
      fault(`.${name}.values`, 'must be a table, written as value: what is set');
    }
    return [
      {
        name,
        paths: [parsed.data.sets].flat(),
        ...(values === undefined ? {} : { values }),
        ...(parsed.data.default === undefined ? {} : { otherwise: parsed.data.default as Tree }),
      },
    ];
  });
  return issues.length > 0 ? { kind: 'faulty', issues } : { kind: 'read', parameters };
}

/** The document with no defaults left: what they say has been set. */
export function withoutDefaults(document: TreeMembers): TreeMembers {
  const { parameters } = document;
  if (!isMembers(parameters)) return document;
  const bare = Object.entries(parameters).map(([name, own]): readonly [string, Tree] => {
    if (!isMembers(own)) return [name, own];
    const { default: _, ...rest } = own;
    return [name, rest];
  });
  return { ...document, parameters: Object.fromEntries(bare) };
}
