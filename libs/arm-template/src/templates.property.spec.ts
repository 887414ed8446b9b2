import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText, type JsonObject, type JsonValue } from './json-value.js';
import { FUNCTIONS } from './functions/function-table.js';
import { parseExpression } from './parse-expression.js';
import { TemplateFault } from './template-fault.js';
import { ENVELOPE, FACTS, nic, planOfWhole } from './testing/template-fixtures.js';
import { changesOf } from './property-changes.js';

const seed = Number(process.env['TORPOR_TEST_SEED'] ?? 20_260_301);

/** What becomes of some work: its value, or the fault it is refused with. Anything else that is thrown is thrown on. */
function outcomeOf(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    if (error instanceof TemplateFault) return { fault: error.message, path: error.path, at: error.position };
    throw error;
  }
}

const names = [
  ...Object.keys(FUNCTIONS),
  ...[
    'if',
    'and',
    'or',
    'coalesce',
    'parameters',
    'variables',
    'copyIndex',
    'reference',
    'utcNow',
    'newGuid',
  ],
  ...[
    'map',
    'filter',
    'reduce',
    'sort',
    'toObject',
    'lambda',
    'lambdaVariables',
    'my.f',
    'nothing',
    'listKeys',
  ],
];
const literals = [
  "'a'",
  "'b/c'",
  "''",
  "'x'",
  "'Microsoft.Network/networkInterfaces'",
  '0',
  '1',
  '-3',
  '7',
  '800',
];

/** Calls of functions with arguments that need not fit. */
const expression: fc.Arbitrary<string> = fc.letrec<{ call: string; argument: string }>((tie) => ({
  call: fc
    .tuple(
      fc.constantFrom(...names),
      fc.array(tie('argument'), { maxLength: 4 }),
      fc.constantFrom('', '', '.x', '[0]', '.?y'),
    )
    .map(([name, args, member]) => `${name}(${args.join(', ')})${member}`),
  argument: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(...literals),
    tie('call'),
  ),
})).call;

const text = fc.oneof(
  expression.map((source) => `[${source}]`),
  fc.string({ maxLength: 12 }),
  fc.string({ maxLength: 12 }).map((inner) => `[${inner}]`),
);
const value: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.constantFrom<JsonValue>(null, true, 3, 0.5),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('x', 'copy', 'name', '__proto__', 'constructor'), tie('value'), {
      maxKeys: 3,
    }),
  ),
})).value as fc.Arbitrary<JsonValue>;

const dependsOn = fc.array(fc.constantFrom('n0', 'n1', 'loop', "[concat('n', '2')]", 'none'), {
  maxLength: 2,
});
const resource = fc
  .record({
    name: fc.oneof(fc.constantFrom('n0', 'n1', 'n2'), text),
    properties: value,
    dependsOn,
    tags: value,
  })
  .map(({ name, ...members }) => nic(name, members));
const loop = fc
  .record({ count: fc.constantFrom<JsonValue>(0, 1, 3, 801, '[add(1, 1)]'), properties: value })
  .map(({ count, properties }) =>
    nic("[concat('l', copyIndex())]", { copy: { name: 'loop', count, mode: 'serial' }, properties }),
  );
const template: fc.Arbitrary<JsonObject> = fc
  .record({
    parameters: fc.dictionary(
      fc.constantFrom('a', 'x'),
      fc.record({ type: fc.constantFrom('string', 'object', 'int'), defaultValue: value }),
      { maxKeys: 2 },
    ),
    variables: fc.dictionary(fc.constantFrom('a', 'x', 'y'), value, { maxKeys: 3 }),
    resources: fc.array(fc.oneof(resource, loop), { maxLength: 4 }),
    outputs: fc.dictionary(
      fc.constantFrom('o'),
      fc.record({ type: fc.constantFrom('string', 'array'), value }),
      { maxKeys: 1 },
    ),
  })
  .map((members) => ({ ...ENVELOPE, ...members }));

/** Everything that a template comes to when each reference is to a resource like this one. */
function everythingOf(whole: JsonValue): unknown {
  const plan = planOfWhole(whole);
  const read = new Map<string, JsonObject>(
    plan.resources.map(({ id }) => [id.toLowerCase(), { location: 'l', properties: { x: 1 } }]),
  );
  return [
    plan.parameters,
    plan.resources.map((planned) => [
      planned,
      plan.previewOf(planned.id),
      outcomeOf(() => plan.bodyOf(planned.id, read)),
    ]),
    outcomeOf(() => plan.outputs(read)),
  ];
}

describe(`templates (seed ${seed})`, () => {
  it('ARM-31 texts parse, or are refused as what they are', () => {
    const anything = fc.oneof(fc.string(), expression, fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(anything, (source) => {
        expect(outcomeOf(() => parseExpression(`[${source}]`))).toBeDefined();
      }),
      { seed, numRuns: 3_000 },
    );
  });

  it('ARM-31 ASSUME-35 templates give the same every time, or the same refusal, and nothing else', () => {
    fc.assert(
      fc.property(template, (whole) => {
        const before = JSON.stringify(whole);
        const outcome = outcomeOf(() => everythingOf(whole));
        expect(outcomeOf(() => everythingOf(whole))).toEqual(outcome);
        expect(JSON.stringify(whole)).toBe(before);
      }),
      { seed, numRuns: 1_500 },
    );
  });

  it('ARM-31 any document at all is planned or refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), value), (document) => {
        const given = document as JsonValue;
        const templates = [
          given,
          { ...ENVELOPE, resources: given },
          { ...ENVELOPE, parameters: given },
          { ...ENVELOPE, functions: given },
        ];
        const outcomes = templates.map((whole) => outcomeOf(() => planOfWhole(whole)));
        outcomes.push(outcomeOf(() => planOfWhole(ENVELOPE, { parameters: { a: given }, facts: FACTS })));
        expect(outcomes.filter((outcome) => outcome === undefined)).toEqual([]);
      }),
      { seed, numRuns: 500 },
    );
  });

  it('ARM-31 every resource comes after those that it depends on', () => {
    const edges = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 10 });
    fc.assert(
      fc.property(edges, (pairs) => {
        const resources = Array.from({ length: 8 }, (_, at) =>
          nic(`n${at}`, {
            dependsOn: pairs.filter(([from, to]) => from === at && to < at).map(([, to]) => `n${to}`),
          }),
        );
        const plan = planOfWhole({ ...ENVELOPE, resources });
        const made = new Set<string>();
        for (const { id, dependsOn: before } of plan.resources) {
          expect(before.filter((other) => !made.has(other))).toEqual([]);
          made.add(id);
        }
        expect(made.size).toBe(8);
      }),
      { seed },
    );
  });

  it('ARM-31 nothing changes in a resource that is put as it is', () => {
    const comparison = { isReadOnly: () => false, isUnknown: () => false };
    const document = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 4 }) as fc.Arbitrary<JsonObject>;
    fc.assert(
      fc.property(document, (same) => {
        expect(changesOf(same, JSON.parse(canonicalText(same)) as JsonObject, comparison)).toEqual([]);
      }),
      { seed },
    );
  });
});
