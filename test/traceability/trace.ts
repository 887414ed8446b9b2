import { RULE_IDS, RULES, type RuleId } from '#libs/kernel-rules';
import { REFUSAL_CODES, REFUSALS } from '#libs/refusal';
import { isSpec, type SourceFile } from '../architecture/source-files.js';
import { ruleMentions } from './rule-mentions.js';
import { testedRuleIds } from './test-titles.js';

/** Where one rule is found: paths of code that carries its id, and of specs that prove it. */
export interface RuleTrace {
  readonly id: RuleId;
  readonly code: readonly string[];
  readonly tests: readonly string[];
}

export interface Trace {
  readonly rules: readonly RuleTrace[];
  /** `id in path`: ids that are used but are not in the catalogue. */
  readonly unknown: readonly string[];
}

/** The tables that list every rule: to be named there is no implementation. */
const TABLES = /^libs\/(?:kernel-rules|refusal)\//;
/** Lists every refusal code without refusing anything. */
const ERROR_TABLE = 'src/errors/error-table.ts';
/** The tests of this very check use ids as examples, some of them wrong. */
const OWN_TESTS = /^test\/traceability\//;

/**
 * Follows every rule of the catalogue into the sources. Code carries a rule when it has its id, as data or in a
 * comment, or when it refuses with a code whose rule it is.
 */
export function traceRules(files: readonly SourceFile[]): Trace {
  const searched = files.filter(({ path }) => !OWN_TESTS.test(path));
  const code = searched.filter((file) => !isSpec(file) && isProductCode(file));
  const inCode = pathsById(code, idsOfCode);
  const inTests = pathsById(searched.filter(isSpec), testedRuleIds);
  return {
    rules: RULE_IDS.map((id) => ({ id, code: inCode.get(id) ?? [], tests: inTests.get(id) ?? [] })),
    unknown: searched.flatMap(unknownIds),
  };
}

/** Why the trace is not complete, as a text to act on; empty when it is. */
export function shortcomings({ rules, unknown }: Trace): string {
  const active = rules.filter(({ id }) => RULES[id].status.kind === 'active');
  const pending = rules.filter(({ id }) => RULES[id].status.kind === 'pending');
  const idsOf = (traces: readonly RuleTrace[]) => traces.map(({ id }) => id);
  return [
    paragraph(
      'Active rules that no code carries',
      bySection(idsOf(active.filter(({ code }) => code.length === 0))),
    ),
    paragraph(
      'Active rules without a test whose title starts with the id',
      bySection(idsOf(active.filter(({ tests }) => tests.length === 0))),
    ),
    paragraph(
      'Rules marked pending although code carries them and a test proves them: mark them active',
      bySection(idsOf(pending.filter(({ code, tests }) => code.length > 0 && tests.length > 0))),
    ),
    paragraph('Ids that are used but are not in the catalogue', unknown),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

function isProductCode({ path }: SourceFile): boolean {
  return /^(?:libs|src)\//.test(path) && !TABLES.test(path);
}

function idsOfCode({ path, text }: SourceFile): readonly string[] {
  if (path === ERROR_TABLE) return ruleMentions(text);
  const refused = REFUSAL_CODES.filter((code) => text.includes(`'${code}'`));
  return [...ruleMentions(text), ...refused.map((code) => REFUSALS[code].rule)];
}

function unknownIds({ path, text }: SourceFile): readonly string[] {
  const known: readonly string[] = RULE_IDS;
  return ruleMentions(text)
    .filter((id) => !known.includes(id))
    .map((id) => `${id} in ${path}`);
}

function pathsById(
  files: readonly SourceFile[],
  idsOf: (file: SourceFile) => readonly string[],
): ReadonlyMap<string, readonly string[]> {
  const paths = new Map<string, string[]>();
  for (const file of files) {
    for (const id of new Set(idsOf(file))) paths.set(id, [...(paths.get(id) ?? []), file.path]);
  }
  return paths;
}

function bySection(ids: readonly RuleId[]): readonly string[] {
  const sections = new Map<string, RuleId[]>();
  for (const id of ids) {
    const { section } = RULES[id];
    sections.set(section, [...(sections.get(section) ?? []), id]);
  }
  return [...sections].map(([section, members]) => `${section}: ${members.join(', ')}`);
}

function paragraph(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [`${title}:`, ...lines.map((line) => `  ${line}`)].join('\n');
}
