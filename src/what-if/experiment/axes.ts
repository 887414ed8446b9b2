import type { ExperimentIssue } from './experiment.js';
import { merge } from './document/merge.js';
import {
  childOf,
  entriesOf,
  isMembers,
  valueAt,
  withValueAt,
  type Tree,
  type TreePath,
} from './document/tree.js';
import { isScenarioMember } from './schema/scenario-schema.js';

export const MAX_SCENARIOS = 10_000;
const MAX_AXES = 12;
const MAX_OPTION_NAME = 80;

/** One of the sets that an experiment combines. */
export interface Axis {
  readonly name: string;
  readonly options: readonly AxisOption[];
}

export interface AxisOption {
  readonly name: string;
  /** Changes the document of the scenario. */
  readonly patch: Tree;
  /** Where the patch is written, and what part of a scenario's path is not written there. */
  readonly writtenAt: TreePath;
  readonly within: TreePath;
}

/**
 * Reads the axes of an experiment. Options of an axis that is called like a member of the scenario, or by its path, are
 * values of this member (`seed: [1, 2]`, `fleet.vms: [1, 2]`, `policy: {a: azure}`); those of any other are patches of the
 * whole scenario.
 */
export function readAxes(section: Tree | undefined, issues: ExperimentIssue[]): readonly Axis[] {
  if (section === undefined) return [];
  const fault = (path: string, message: string) => issues.push({ path, message });
  if (!isMembers(section)) {
    fault('axes', 'must have axes, written as name: options');
    return [];
  }
  const axes = Object.entries(section).map(([name, options]) => readAxis(name, options, issues));
  if (axes.length > MAX_AXES) fault('axes', `must be at most ${MAX_AXES}`);
  const scenarios = axes.reduce((product, { options }) => product * Math.max(1, options.length), 1);
  if (axes.length > MAX_AXES || scenarios > MAX_SCENARIOS) {
    fault('axes', `must make at most ${MAX_SCENARIOS} scenarios, not ${scenarios}`);
    return [];
  }
  return axes;
}

function readAxis(name: string, section: Tree, issues: ExperimentIssue[]): Axis {
  const path = `axes.${name}`;
  const parts = name.split('.');
  const within: TreePath = isScenarioMember(parts[0]) ? parts : [];
  const options = Array.isArray(section)
    ? (section as readonly Tree[]).map((value, index): readonly [string, Tree, string | number] => [
        typeof value === 'object' ? String(index + 1) : String(value),
        value,
        index,
      ])
    : entriesOf(section)?.map(([option, value]): readonly [string, Tree, string] => [option, value, option]);
  if (options === undefined || options.length === 0) {
    issues.push({ path, message: 'must have options, as a list or written as name: patch' });
    return { name, options: [] };
  }
  if (options.length > MAX_SCENARIOS) {
    issues.push({ path, message: `must have at most ${MAX_SCENARIOS} options` });
    return { name, options: [] };
  }
  checkOptions(path, options, within, issues);
  return {
    name,
    options: options.map(([option, value, key]) => ({
      name: option,
      patch: isPatch(value, within) ? withValueAt({}, within, value)! : {},
      writtenAt: ['axes', name, key],
      within,
    })),
  };
}

function checkOptions(
  path: string,
  options: readonly (readonly [string, Tree, string | number])[],
  within: TreePath,
  issues: ExperimentIssue[],
): void {
  const seen = new Set<string>();
  for (const [option, value, key] of options) {
    const at = typeof key === 'number' ? `${path}[${key}]` : `${path}.${key}`;
    if (seen.has(option)) issues.push({ path: at, message: 'is an option already' });
    seen.add(option);
    if (option.length > MAX_OPTION_NAME || option.includes(',')) {
      issues.push({
        path: at,
        message: `must have a name of up to ${MAX_OPTION_NAME} characters without commas`,
      });
    }
    if (isPatch(value, within)) continue;
    issues.push({
      path: at,
      message: 'must have members of a scenario: the axis is not called like one of them',
    });
  }
}

function isPatch(value: Tree, within: TreePath): boolean {
  return within.length > 0 || isMembers(value);
}

/** One option of each axis. */
export type Combination = readonly AxisOption[];

/** Every combination; the first axis varies slowest. */
export function combinationsOf(axes: readonly Axis[]): readonly Combination[] {
  return axes.reduce<readonly Combination[]>(
    (all, { options }) => all.flatMap((chosen) => options.map((option) => [...chosen, option])),
    [[]],
  );
}

/**
 * The document of one scenario: the common one with the patches of its options in the order of the axes. Sections that
 * are merged from the same parts are the same ones (`merged` keeps them).
 */
export function documentOf(common: Tree, combination: Combination, merged: MergedSections): Tree {
  return combination.reduce((document, { patch }) => {
    if (!isMembers(document) || !isMembers(patch)) return merge(document, patch);
    const sections = Object.entries(patch).map(([name, own]): readonly [string, Tree] => [
      name,
      own === null ? null : merged.of(name, document[name], own),
    ]);
    const changed = Object.entries({ ...document, ...Object.fromEntries(sections) });
    return Object.fromEntries(changed.filter(([, section]) => section !== null));
  }, common);
}

/** Sections of documents by the section and the patch that they were merged from. */
export class MergedSections {
  readonly #known = new Map<Tree | undefined, Map<Tree, Tree>>();

  of(name: string, before: Tree | undefined, patch: Tree): Tree {
    const patched = this.#known.get(before) ?? new Map<Tree, Tree>();
    this.#known.set(before, patched);
    const merged = patched.get(patch) ?? merge(before, patch, [name]);
    patched.set(patch, merged);
    return merged;
  }
}

/** Where a member of a scenario is written: in the patch of the last option that has it, else in the scenario. */
export function writtenAt(path: TreePath, combination: Combination): TreePath {
  const option = combination.findLast(({ patch }) => reaches(patch, path));
  if (option === undefined) return ['scenario', ...path];
  return [...option.writtenAt, ...path.slice(option.within.length)];
}

/** Whether a patch says something about this member, or about all around a missing one. */
function reaches(patch: Tree, path: TreePath): boolean {
  if (path.length === 0) return false;
  if (valueAt(patch, path) !== undefined) return true;
  const parent = valueAt(patch, path.slice(0, -1));
  return path.length > 1 && parent !== undefined && childOf(parent, path.at(-1)!) === undefined;
}
