import { describe, expect, it } from 'vitest';
import type { Expression } from './expression.js';
import { escapeText, readText } from './expression.js';
import { LIMITS } from './limits.js';
import { parseExpression } from './parse-expression.js';
import { faultOf, valueOf } from './testing/template-fixtures.js';

/** An expression as it is nested, without positions. */
function shape(expression: Expression): unknown {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'call':
      return [expression.name, ...expression.args.map(shape)];
    case 'index':
      return { of: shape(expression.of), [expression.isSafe ? 'try' : 'at']: shape(expression.index) };
  }
}

describe('parseExpression', () => {
  it.each<readonly [string, unknown]>([
    ["['it''s']", "it's"],
    ['[ -12 ]', -12],
    ['[f()]', ['f']],
    ["[f('a', g(1), 'b')]", ['f', 'a', ['g', 1], 'b']],
    ['[f().a.b]', { of: { of: ['f'], at: 'a' }, at: 'b' }],
    ["[f()[0]['x']]", { of: { of: ['f'], at: 0 }, at: 'x' }],
    ['[f().?a[?1]]', { of: { of: ['f'], try: 'a' }, try: 1 }],
    ['[space.name(1)]', ['space.name', 1]],
    ['[f(\r\n  1,\t2)]', ['f', 1, 2]],
  ])('%s', (source, expected) => {
    expect(shape(parseExpression(source))).toEqual(expected);
  });

  it.each([
    [
      '[]',
      ':2 | the expression is not valid: a function, a text or an integer is expected, the end of the expression found',
    ],
    [
      '[f(]',
      ':4 | the expression is not valid: a function, a text or an integer is expected, the end of the expression found',
    ],
    ["[f('a' 'b')]", ":8 | the expression is not valid: , or ) is expected, 'b' found"],
    ['[f() g()]', ":6 | the expression is not valid: the end is expected, 'g' found"],
    ['[name]', ':6 | the expression is not valid: ( after name is expected, the end of the expression found'],
    ["['open]", ':2 | the expression is not valid: a text is not ended'],
    ['[f(#)]', ':4 | the expression is not valid: the character "#" has no meaning'],
    ['[f().1]', ":6 | the expression is not valid: a name is expected, '1' found"],
    ['[99999999999999999999]', ':2 | an integer is too large'],
    ['[f(1)[0]', ':8 | the expression is not valid: ] is expected, the end of the expression found'],
  ])('%s is refused with its position', (source, fault) => {
    expect(faultOf(() => parseExpression(source))).toBe(fault);
  });

  it('ASSUME-35 bounds length and nesting', () => {
    const deep = `[${'f('.repeat(LIMITS.expressionDepth)}${')'.repeat(LIMITS.expressionDepth)}]`;
    expect(faultOf(() => parseExpression(deep))).toBeUndefined();
    expect(faultOf(() => parseExpression(`[f(${deep.slice(1, -1)})]`))).toContain('nested deeper than');
    expect(faultOf(() => parseExpression(`[f()${'.a'.repeat(10_000)}]`))).toContain('too long a chain');
    expect(faultOf(() => parseExpression(`['${'x'.repeat(LIMITS.expressionLength)}']`))).toContain(
      'characters',
    );
  });
});

describe('texts of templates', () => {
  it.each([
    ['plain', { kind: 'text', text: 'plain' }],
    ['[1, 2', { kind: 'text', text: '[1, 2' }],
    ['[[literal]', { kind: 'text', text: '[literal]' }],
    ["[concat('a')]", { kind: 'expression', source: "[concat('a')]" }],
  ])('%j', (text, expected) => {
    expect(readText(text)).toEqual(expected);
  });

  it.each(['plain', '[x]', '[[x]', '[', ']'])('%j comes back when it was escaped', (text) => {
    expect(readText(escapeText(text))).toEqual({ kind: 'text', text });
  });

  it('finds members and items', () => {
    const variables = { object: { Key: [10, 20] } };
    expect(valueOf("[variables('object').key[1]]", { variables })).toBe(20);
    expect(valueOf("[variables('object').?none]", { variables })).toBeNull();
    expect(faultOf(() => valueOf("[variables('object').key[2]]", { variables }))).toBe(
      'outputs.result.value.of:25 | the array index 2 is out of bounds: the array has 2 items',
    );
    expect(faultOf(() => valueOf("[variables('object').none]", { variables }))).toBe(
      "outputs.result.value.of:21 | the object has no member 'none'",
    );
  });
});
