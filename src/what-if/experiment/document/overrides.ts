import { parseDocument } from 'yaml';
import type { ExperimentIssue, Override } from '../experiment.js';
import { isScenarioMember } from '../schema/scenario-schema.js';
import { readParameters, withoutDefaults, type Parameter } from './parameters.js';
import {
  childOf,
  entriesOf,
  isMembers,
  treeOf,
  withValueAt,
  type Tree,
  type TreeMembers,
  type TreePath,
} from './tree.js';

/** Members of an experiment. */
export const EXPERIMENT_MEMBERS = ['name', 'question', 'summary', 'parameters', 'scenario', 'axes'] as const;

const MAX_VALUE = 65_536;

/** A document with parameters and overrides worked in. */
export interface Resolved {
  readonly document: TreeMembers;
  readonly issues: readonly ExperimentIssue[];
}

/** Works in the defaults of parameters, then overrides in their order: those of parameters by name, others by path. */
export function resolveOverrides(document: TreeMembers, overrides: readonly Override[]): Resolved {
  const reading = readParameters(document['parameters']);
  const parameters = reading.kind === 'read' ? reading.parameters : [];
  const issues: ExperimentIssue[] = reading.kind === 'faulty' ? [...reading.issues] : [];
  let resolved = withoutDefaults(document);
  const set = (path: string, value: Tree, writtenAt: string): void => {
    const changed = withValueAt(resolved, pathIn(resolved, path), value);
    if (isMembers(changed)) resolved = changed;
    else issues.push({ path: writtenAt, message: `${path} is inside of a plain value, or not in the list` });
  };
  const setParameter = (parameter: Parameter, value: Tree, writtenAt: string): void => {
    const known = parameter.values?.find(([name]) => name === String(value));
    if (parameter.values !== undefined && known === undefined) {
      const names = parameter.values.map(([name]) => name).join(', ');
      issues.push({ path: writtenAt, message: `must be one of ${names}` });
      return;
    }
    for (const path of parameter.paths) set(path, known?.[1] ?? value, writtenAt);
  };
  for (const parameter of parameters) {
    if (parameter.otherwise === undefined) continue;
    setParameter(parameter, parameter.otherwise, `parameters.${parameter.name}.default`);
  }
  for (const override of overrides) {
    const value = valueOf(override.value);
    if (value === undefined) {
      issues.push({ path: override.path, message: 'must be a value in YAML, such as 10m or {office: 1}' });
      continue;
    }
    const parameter = parameters.find(({ name }) => name === override.path);
    if (parameter !== undefined) setParameter(parameter, value, override.path);
    else if (isKnownStart(resolved, override.path)) set(override.path, value, override.path);
    else issues.push({ path: override.path, message: unknownPath(parameters) });
  }
  return { document: resolved, issues };
}

function valueOf(text: string): Tree | undefined {
  if (text.length > MAX_VALUE || parseDocument(text, { uniqueKeys: false }).errors.length > 0)
    return undefined;
  return treeOf(text);
}

function isKnownStart(document: TreeMembers, path: string): boolean {
  const [first] = path.split('.');
  return (
    Object.hasOwn(document, first!) ||
    [...EXPERIMENT_MEMBERS].some((member) => member === first) ||
    isScenarioMember(first)
  );
}

function unknownPath(parameters: readonly Parameter[]): string {
  const names = parameters.map(({ name }) => name).join(', ');
  return `there is no such parameter or member${names === '' ? '' : `; parameters are ${names}`}`;
}

/**
 * The parts of a path. A member of the scenario may be named without `scenario.`; a name that has dots itself is found
 * where it exists.
 */
function pathIn(document: TreeMembers, text: string): TreePath {
  const parts = text.split('.');
  const isShort = isScenarioMember(parts[0]) && document[parts[0]] === undefined;
  const path: (string | number)[] = [];
  let rest: readonly string[] = isShort ? ['scenario', ...parts] : parts;
  let node: Tree | undefined = document;
  while (rest.length > 0) {
    const names: readonly string[] = entriesOf(node)?.map(([name]) => name) ?? [];
    const own = rest;
    const length: number =
      own.findLastIndex((_, index) => names.includes(own.slice(0, index + 1).join('.'))) + 1 || 1;
    const part = own.slice(0, length).join('.');
    path.push(part);
    node = childOf(node, part);
    rest = own.slice(length);
  }
  return path;
}
