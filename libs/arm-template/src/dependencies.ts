import { evaluateExpression } from './evaluate-expression.js';
import type { Environment, Evaluation } from './evaluation.js';
import { type Expression, readText } from './expression.js';
import { isArray, isObject, type JsonValue } from './json-value.js';
import type { Draft } from './planned-resource.js';
import type { ResourceIndex } from './resource-index.js';
import { TemplateFault } from './template-fault.js';

/**
 * For each resource that is deployed, the ids of those that come before it: what `dependsOn` names, what its
 * properties refer to by `reference`, its parent (ASSUME-36), and the batch before it in a serial loop. Throws
 * TemplateFault on a dependency that the template does not define, and on a cycle.
 */
export function dependencies(
  evaluation: Evaluation,
  drafts: readonly Draft[],
  index: ResourceIndex,
): ReadonlyMap<Draft, readonly string[]> {
  const deployed = drafts.filter(({ isDeployed }) => isDeployed);
  const found = new Map(
    deployed.map((draft) => {
      const before = [
        ...draft.needs.flatMap((need, at) => named(draft, need, at, index)),
        ...referredTo(evaluation, draft, index),
        ...(draft.parentId === undefined ? [] : index.find(draft.parentId)),
        ...batchBefore(draft, index),
      ];
      const others = before.filter((other) => other.isDeployed && other !== draft);
      return [draft, [...new Set(others.map(({ id }) => id))]] as const;
    }),
  );
  refuseCycle(deployed, found);
  return found;
}

function named(draft: Draft, need: string, at: number, index: ResourceIndex): readonly Draft[] {
  const found = index.find(need);
  const path = `${draft.path}.dependsOn[${at}]`;
  if (found.length === 0) {
    throw new TemplateFault(
      `the resource '${draft.id}' depends on '${need.slice(0, 300)}', which is not defined in the template`,
      path,
    );
  }
  if (found.includes(draft) && !index.isLoop(need)) {
    throw new TemplateFault(`the resource '${draft.id}' depends on itself`, path);
  }
  const deployed = found.filter(({ isDeployed }) => isDeployed);
  if (deployed.length > 1 && !index.isLoop(need)) {
    throw new TemplateFault(
      `the dependency '${need}' is ambiguous: the template has ${deployed.length} resources of this name`,
      path,
    );
  }
  return found;
}

function batchBefore({ loop }: Draft, index: ResourceIndex): readonly Draft[] {
  if (loop?.batchSize === undefined) return [];
  const { name, batchSize } = loop;
  const batch = Math.floor(loop.index / batchSize) - 1;
  const isBefore = (other: Draft) =>
    other.loop?.name === name && Math.floor(other.loop.index / batchSize) === batch;
  return index.find(name).filter(isBefore);
}

/** Resources of the template that the properties of another one refer to without naming an API version. */
function referredTo(evaluation: Evaluation, draft: Draft, index: ResourceIndex): readonly Draft[] {
  const found: Draft[] = [];
  const { properties } = draft.value;
  if (properties === undefined) return found;
  for (const text of textsOf(properties)) {
    const read = readText(text);
    if (read.kind === 'text' || !/reference\s*\(/i.test(read.source)) continue;
    for (const name of referencedNames(evaluation, read.source, draft.environment))
      found.push(...index.find(name));
  }
  return found;
}

function* textsOf(value: JsonValue): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (isArray(value)) for (const item of value) yield* textsOf(item);
  else if (isObject(value)) for (const member of Object.values(value)) yield* textsOf(member);
}

/** What the calls of `reference` in an expression name, as far as that is known beforehand. */
function referencedNames(
  evaluation: Evaluation,
  source: string,
  environment: Environment,
): readonly string[] {
  const names: string[] = [];
  const visit = (expression: Expression): void => {
    if (expression.kind === 'literal') return;
    if (expression.kind === 'index') {
      visit(expression.of);
      visit(expression.index);
      return;
    }
    expression.args.forEach(visit);
    const [first, version] = expression.args;
    if (expression.name.toLowerCase() !== 'reference' || first === undefined) return;
    const name = valueIfKnown(evaluation, first, environment);
    if (typeof name === 'string' && (version === undefined || !name.startsWith('/'))) names.push(name);
  };
  try {
    visit(evaluation.parse(source));
  } catch (error) {
    // What is wrong with an expression is said where it is evaluated.
    if (!(error instanceof TemplateFault)) throw error;
  }
  return names;
}

function valueIfKnown(evaluation: Evaluation, expression: Expression, environment: Environment): unknown {
  try {
    return evaluateExpression(evaluation, expression, { ...environment, references: { kind: 'unknown' } });
  } catch (error) {
    if (error instanceof TemplateFault) return undefined;
    throw error;
  }
}

/** Takes away resources that wait for nothing until none is left; what is left over waits for itself. */
function refuseCycle(drafts: readonly Draft[], before: ReadonlyMap<Draft, readonly string[]>): void {
  const waiting = new Map(drafts.map((draft) => [draft.id, new Set(before.get(draft) ?? [])]));
  let free = [...waiting].filter(([, ids]) => ids.size === 0).map(([id]) => id);
  while (free.length > 0) {
    for (const id of free) waiting.delete(id);
    const gone = new Set(free);
    free = [];
    for (const [id, ids] of waiting) {
      for (const other of ids) if (gone.has(other)) ids.delete(other);
      if (ids.size === 0) free.push(id);
    }
  }
  const [first] = waiting.keys();
  if (first === undefined) return;
  const way: string[] = [];
  let at: string | undefined = first;
  while (at !== undefined && !way.includes(at)) {
    way.push(at);
    at = [...(waiting.get(at) ?? [])].find((id) => waiting.has(id));
  }
  const cycle = [...way.slice(way.indexOf(at ?? first)), at ?? first];
  const path = drafts.find(({ id }) => id === cycle[0])?.path;
  throw new TemplateFault(`the template has resources that wait for each other: ${cycle.join(' -> ')}`, path);
}
