import { stringify } from 'yaml';
import type { Scenario } from '#libs/what-if';
import type { Catalogue } from '../../catalogue/load-catalogue.js';
import { readYaml } from '../../jobs-file/yaml-source.js';
import { loadWhatIfData, type WhatIfData } from '../data/load-what-if-data.js';
import { combinationsOf, documentOf, MergedSections, readAxes, writtenAt, type Axis } from './axes.js';
import { compileScenario, type ScenarioSources } from './compile/scenario.js';
import { SectionCache } from './compile/section-cache.js';
import { EXPERIMENT_MEMBERS, resolveOverrides } from './document/overrides.js';
import { isMembers, pathText, treeOf, type Tree, type TreeMembers } from './document/tree.js';
import type { Experiment, ExperimentIssue, Override, ReadExperiment } from './experiment.js';
import { NO_FILES, type ListedFiles } from './listed-files.js';
import { name as nameSchema, oneOf, text as textSchema } from './schema/quantities.js';

const MAX_QUESTION = 2_000;
/** Nobody reads further. */
const MAX_ISSUES = 200;

/** What an experiment is read with, beside the catalogue. */
export interface ExperimentSurroundings {
  /** Files that it names; without them, naming one is an issue. */
  readonly files?: ListedFiles;
  readonly data?: WhatIfData;
}

/**
 * Reads an experiment whole: every scenario of it is compiled, and everything that is wrong is told at once, by the path
 * where it is written. Overrides are worked in before anything is checked.
 */
export function readExperiment(
  text: string,
  overrides: readonly Override[],
  catalogue: Catalogue,
  { files = NO_FILES, data }: ExperimentSurroundings = {},
): ReadExperiment {
  const reading = readYaml(new TextEncoder().encode(text));
  if (reading.kind === 'unreadable') {
    return invalid(
      reading.faults.map(({ line, column, field, message }) => ({
        path: field,
        message: `${message} (line ${line}, column ${column})`,
      })),
    );
  }
  const written = treeOf(text);
  if (!isMembers(written))
    return invalid([{ path: '', message: 'must have members, written as name: value' }]);
  const { document, issues: overrideIssues } = resolveOverrides(written, overrides);
  const issues = [...overrideIssues];
  const head = readHead(document, issues);
  const axes = readAxes(document['axes'], issues);
  const sources: ScenarioSources = {
    catalogue,
    files,
    data: () => data ?? loadWhatIfData(),
    cache: new SectionCache(),
  };
  const scenarios = compileAll(document['scenario'], axes, sources, issues);
  if (issues.length > 0 || head === undefined) return invalid(issues);
  const experiment: Experiment = {
    ...head,
    text: overrides.length === 0 ? text : stringify(document, { lineWidth: 0 }),
    axes: axes.map(({ name, options }) => ({ name, options: options.map((option) => option.name) })),
    scenarios,
  };
  return { kind: 'valid', experiment };
}

/** Everything but the scenarios. */
function readHead(
  document: TreeMembers,
  issues: ExperimentIssue[],
): Pick<Experiment, 'name' | 'question' | 'summary'> | undefined {
  for (const member of Object.keys(document)) {
    if (EXPERIMENT_MEMBERS.some((known) => known === member)) continue;
    issues.push({
      path: member,
      message: `there is no such member; known are ${EXPERIMENT_MEMBERS.join(', ')}`,
    });
  }
  const name = nameSchema.safeParse(document['name']);
  const question = textSchema(MAX_QUESTION).optional().safeParse(document['question']);
  const summary = oneOf(['full', 'counts']).default('full').safeParse(document['summary']);
  for (const [path, parsed] of Object.entries({ name, question, summary })) {
    const isMissing = document[path] === undefined;
    for (const { message } of parsed.error?.issues ?? []) {
      issues.push({ path, message: isMissing ? `is missing; ${message}` : message });
    }
  }
  if (!name.success || !question.success || !summary.success) return undefined;
  return {
    name: name.data,
    ...(question.data === undefined ? {} : { question: question.data }),
    summary: summary.data,
  };
}

/** Every scenario. Faults that several of them share are told once. */
function compileAll(
  common: Tree | undefined,
  axes: readonly Axis[],
  sources: ScenarioSources,
  issues: ExperimentIssue[],
): readonly Scenario[] {
  if (common === undefined) {
    issues.push({ path: 'scenario', message: 'is missing; must have members, written as name: value' });
    return [];
  }
  const merged = new MergedSections();
  const told = new Map<string, ExperimentIssue>();
  const scenarios: Scenario[] = [];
  for (const combination of combinationsOf(axes)) {
    const compiled = compileScenario(documentOf(common, combination, merged), sources);
    if (compiled.kind === 'compiled') {
      const chosen = combination.map(({ name }, index): readonly [string, string] => [
        axes[index]!.name,
        name,
      ]);
      const name = combination.length === 0 ? 'all' : combination.map((option) => option.name).join(', ');
      scenarios.push({ name, options: Object.fromEntries(chosen), ...compiled.scenario });
      continue;
    }
    for (const { path, message } of compiled.faults) {
      const at = pathText(writtenAt(path, combination));
      told.set(`${at}: ${message}`, { path: at, message });
    }
    if (told.size > MAX_ISSUES) break;
  }
  issues.push(...told.values());
  return scenarios;
}

function invalid(issues: readonly ExperimentIssue[]): ReadExperiment {
  return { kind: 'invalid', issues: issues.slice(0, MAX_ISSUES) };
}
