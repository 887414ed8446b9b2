import { describe, expect, it } from 'vitest';
import { LIMITS } from './limits.js';
import { faultOf, FACTS, planOf, valueOf } from './testing/template-fixtures.js';

describe('evaluating', () => {
  it('evaluates only the branch that is taken, and only as much of and, or and coalesce as decides', () => {
    expect(valueOf("[if(true(), 'a', div(1, 0))]")).toBe('a');
    expect(valueOf('[and(false(), bool(div(1, 0)))]')).toBe(false);
    expect(valueOf('[or(true(), bool(div(1, 0)))]')).toBe(true);
    expect(valueOf("[coalesce(null(), 'x', div(1, 0))]")).toBe('x');
  });

  it('evaluates variables when they are asked for, and finds those that depend on themselves', () => {
    const variables = {
      unused: '[div(1, 0)]',
      a: "[variables('b')]",
      b: "[concat('x', variables('C'))]",
      c: 'y',
    };
    expect(valueOf("[variables('a')]", { variables })).toBe('xy');
    const cycle = { a: "[variables('b')]", b: "[variables('a')]" };
    expect(faultOf(() => valueOf("[variables('a')]", { variables: cycle }))).toBe(
      "variables.b:2 | the template variable 'a' depends on itself",
    );
    expect(faultOf(() => valueOf("[variables('none')]"))).toBe(
      "outputs.result.value.of:2 | the template variable 'none' is not found",
    );
  });

  it('unrolls loops over properties and variables', () => {
    const variables = { copy: [{ name: 'list', count: 3, input: "[mul(copyIndex('list'), 2)]" }] };
    expect(valueOf("[variables('list')]", { variables })).toEqual([0, 2, 4]);
    const nested = {
      copy: [{ name: 'items', count: 2, input: { at: "[copyIndex('items', 1)]" } }],
      other: true,
    };
    expect(valueOf(nested)).toEqual({ items: [{ at: 1 }, { at: 2 }], other: true });
  });

  it('calls functions of the template, which see their parameters alone', () => {
    const functions = [
      {
        namespace: 'my',
        members: {
          greet: {
            parameters: [{ name: 'who', type: 'string' }],
            output: { type: 'string', value: "[concat('Hello ', parameters('who'))]" },
          },
          peek: { output: { type: 'string', value: "[variables('v')]" } },
          endless: { output: { type: 'string', value: '[my.endless()]' } },
        },
      },
    ];
    const members = { functions, variables: { v: 1 } };
    expect(valueOf("[my.Greet('you')]", members)).toBe('Hello you');
    expect(faultOf(() => valueOf('[my.greet()]', members))).toContain("'my.greet' takes 1 arguments, not 0");
    expect(faultOf(() => valueOf('[my.peek()]', members))).toContain('cannot look at variables');
    expect(faultOf(() => valueOf('[my.endless()]', members))).toContain('call each other deeper than');
    expect(faultOf(() => valueOf('[my.none()]', members))).toContain("'my.none' is not valid");
  });

  it.each([
    ["[map(range(1, 3), lambda('n', mul(lambdaVariables('n'), 10)))]", [10, 20, 30]],
    ["[filter(range(0, 6), lambda('n', equals(mod(lambdaVariables('n'), 2), 0)))]", [0, 2, 4]],
    ["[reduce(range(1, 4), 0, lambda('sum', 'n', add(lambdaVariables('sum'), lambdaVariables('n'))))]", 10],
    [
      "[sort(createArray(3, 1, 2), lambda('a', 'b', less(lambdaVariables('a'), lambdaVariables('b'))))]",
      [1, 2, 3],
    ],
    [
      "[toObject(createArray('a', 'b'), lambda('x', lambdaVariables('x')), lambda('x', toUpper(lambdaVariables('x'))))]",
      { a: 'A', b: 'B' },
    ],
  ])('%s', (expression, value) => {
    expect(valueOf(expression)).toEqual(value);
  });

  it('takes time and chance from its inputs, in defaults alone', () => {
    const parameters = {
      stamp: { type: 'string', defaultValue: '[utcNow()]' },
      day: { type: 'string', defaultValue: "[utcNow('yyyy-MM-dd')]" },
      one: { type: 'string', defaultValue: '[newGuid()]' },
      two: { type: 'string', defaultValue: '[newGuid()]' },
    };
    const shown = planOf({ parameters }).parameters;
    expect(shown['stamp']).toEqual({ type: 'String', value: '20260102T030405Z' });
    expect(shown['day']).toEqual({ type: 'String', value: '2026-01-02' });
    expect(shown['one']?.value).not.toBe(shown['two']?.value);
    expect(planOf({ parameters }).parameters).toEqual(shown);
  });

  it('knows no group in a deployment to a subscription', () => {
    const { group: _, ...facts } = FACTS;
    expect(faultOf(() => valueOf('[resourceGroup().name]', {}, { facts }))).toContain('is not available');
    expect(valueOf("[resourceId('A.B/c', 'x')]", {}, { facts })).toBe(
      `/subscriptions/${FACTS.subscription.id}/providers/A.B/c/x`,
    );
  });
});

describe('bombs', () => {
  const doubling = (start: string, step: string, rounds: number) => {
    const chain: [string, string][] = Array.from({ length: rounds }, (_, at) => [
      `v${at + 1}`,
      step.replaceAll('?', `variables('v${at}')`),
    ]);
    return { v0: start, ...Object.fromEntries(chain) };
  };

  it.each([
    ['a text that doubles', doubling('xxxxxxxxxx', '[concat(?, ?)]', 40), 40],
    ['an array that doubles', doubling('[createArray(1)]', '[concat(?, ?)]', 40), 40],
    ['an array that shares its items', doubling('[createArray(1)]', '[createArray(?, ?)]', 60), 60],
    ['an array without end of depth', doubling('[createArray(1)]', '[createArray(?)]', 200), 200],
    ['a text that is replaced by itself', doubling('xxxx', "[replace(?, 'x', ?)]", 20), 20],
    ['a text that is joined with itself', doubling('xxxx', "[join(split(?, 'x'), ?)]", 20), 20],
    ['a text that is padded', doubling('x', '[padLeft(?, 999999999)]', 1), 1],
    ['a text that is formatted', doubling('xxxx', "[format('{0}{0}{0}{0}', ?)]", 20), 20],
  ])('ASSUME-35 refuses %s', (_, variables, last) => {
    expect(faultOf(() => valueOf(`[length(variables('v${last}'))]`, { variables }))).toMatch(
      /has more than|nested deeper|too many steps/,
    );
  });

  it('ASSUME-35 refuses lambdas within lambdas that never come to an end', () => {
    const inner = (depth: number): string =>
      depth === 0 ? '1' : `length(map(range(0, 10000), lambda('x${depth}', ${inner(depth - 1)})))`;
    expect(faultOf(() => valueOf(`[${inner(4)}]`))).toContain('too many steps');
  });

  it('ASSUME-35 refuses searches that look at everything again and again', () => {
    const variables = {
      text: "[padLeft('b', 600000, 'a')]",
      pattern: "[concat('b', padLeft('a', 200000, 'a'))]",
    };
    expect(
      faultOf(() => valueOf("[contains(variables('text'), variables('pattern'))]", { variables })),
    ).toContain('too many steps');
  });

  it('ASSUME-35 refuses resources that are too large together', () => {
    const resources = [
      {
        type: 'A.B/c',
        apiVersion: '2020-01-01',
        name: '[string(copyIndex())]',
        copy: { name: 'loop', count: LIMITS.copies },
        properties: { text: "[padLeft('x', 100000)]" },
      },
    ];
    expect(faultOf(() => planOf({ resources }))).toContain('all resources together have more than');
  });
});
