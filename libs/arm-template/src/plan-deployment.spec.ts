import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from './json-value.js';
import { templateHash } from './plan-deployment.js';
import {
  ENVELOPE,
  FACTS,
  faultOf,
  GROUP_ID,
  nic,
  nicId,
  planOf,
  planOfWhole,
  SUBSCRIPTION_ID,
} from './testing/template-fixtures.js';

const orderOf = (members: JsonObject) =>
  planOf(members).resources.map(({ id, dependsOn }) => [
    id.replace(`${GROUP_ID}/providers/`, ''),
    dependsOn.map((other) => other.replace(`${GROUP_ID}/providers/`, '')),
  ]);
const N = (name: string) => `Microsoft.Network/networkInterfaces/${name}`;

describe('the shape of a template', () => {
  it.each<readonly [string, JsonValue, string]>([
    ['an array', [], ' | the template is not an object'],
    ['an unknown member', { ...ENVELOPE, extra: 1 }, "extra | a template has no member 'extra'"],
    ['no schema', { contentVersion: '1.0.0.0', resources: [] }, "$schema | the template lacks its '$schema'"],
    [
      'another version',
      { ...ENVELOPE, contentVersion: '1' },
      'contentVersion | the contentVersion is not of the form 1.0.0.0',
    ],
    [
      'no resources',
      { $schema: 's', contentVersion: '1.0.0.0' },
      "resources | the template lacks its 'resources', which is an array",
    ],
    ['a resource that is none', { ...ENVELOPE, resources: [1] }, 'resources[0] | a resource is an object'],
    [
      'names that are one',
      { ...ENVELOPE, variables: { a: 1, A: 2 } },
      "variables | there are two variables of the name 'A'",
    ],
  ])('is refused: %s', (_, template, fault) => {
    expect(faultOf(() => planOfWhole(template))).toBe(fault);
  });
});

describe('parameters', () => {
  const definition = { type: 'int', minValue: 1, maxValue: 9 };
  it.each<readonly [string, JsonObject, JsonObject, string]>([
    [
      'not given',
      { p: definition },
      {},
      "parameters.p | the value of the template parameter 'p' is not provided, and it has no default",
    ],
    [
      'given as null',
      { p: definition },
      { p: { value: null } },
      "parameters.p | the value of the template parameter 'p' is not provided, and it has no default",
    ],
    [
      'not defined',
      {},
      { q: { value: 1 } },
      "parameters | parameters are given that the template does not define: 'q'",
    ],
    [
      'of another type',
      { p: definition },
      { p: { value: '1' } },
      "parameters.p | the template parameter 'p' is of type Int, the value given of type String",
    ],
    [
      'too small',
      { p: definition },
      { p: { value: 0 } },
      "parameters.p | the value of the template parameter 'p' is less than 1",
    ],
    [
      'too large',
      { p: definition },
      { p: { value: 10 } },
      "parameters.p | the value of the template parameter 'p' is greater than 9",
    ],
    [
      'too long',
      { p: { type: 'string', maxLength: 2 } },
      { p: { value: 'abc' } },
      "parameters.p | the length of the template parameter 'p' is greater than 2",
    ],
    [
      'not allowed',
      { p: { type: 'string', allowedValues: ['a', 'b'] } },
      { p: { value: 'c' } },
      'parameters.p | the value of the template parameter \'p\' is not one of those allowed: "a", "b"',
    ],
    [
      'secret and not allowed',
      { p: { type: 'securestring', allowedValues: ['a'] } },
      { p: { value: 'c' } },
      "parameters.p | the value of the template parameter 'p' is not one of those allowed",
    ],
    [
      'in a vault',
      { p: definition },
      { p: { reference: {} } },
      "parameters.p | the parameter 'p' is in a key vault, which is not emulated: give its value",
    ],
    [
      'of no type',
      { p: { type: 'number' } },
      {},
      'parameters.p | the type is not one of string, securestring, int, bool, object, secureobject, array',
    ],
    [
      'a default that asks itself',
      { p: { type: 'int', defaultValue: "[parameters('p')]" } },
      {},
      "parameters.p.defaultValue:2 | the parameter 'p' depends on itself",
    ],
  ])('are refused: %s', (_, parameters, given, fault) => {
    expect(faultOf(() => planOf({ parameters }, { parameters: given }))).toBe(fault);
  });

  it('take defaults, ignore letter case, and never show what is secure', () => {
    const parameters = {
      Name: { type: 'String' },
      both: { type: 'array', defaultValue: ["[parameters('name')]", 'x'] },
      password: { type: 'secureString' },
      secrets: { type: 'secureObject', defaultValue: { a: 1 } },
    };
    const plan = planOf({ parameters }, { parameters: { NAME: { value: 'n' }, password: { value: 'pw' } } });
    expect(plan.parameters).toEqual({
      Name: { type: 'String', value: 'n' },
      both: { type: 'Array', value: ['n', 'x'] },
      password: { type: 'SecureString' },
      secrets: { type: 'SecureObject' },
    });
  });
});

describe('the order of resources', () => {
  it('ARM-31 follows dependencies by relative id in any case, by id, and by name', () => {
    const resources = [
      nic('a', {
        dependsOn: [
          'microsoft.network/NETWORKINTERFACES/B',
          "[resourceId('Microsoft.Network/networkInterfaces', 'c')]",
          'd',
        ],
      }),
      nic('b'),
      nic('c', { dependsOn: [] }),
      nic('d', { dependsOn: null }),
    ];
    expect(orderOf({ resources })).toEqual([
      [N('a'), [N('b'), N('c'), N('d')]],
      [N('b'), []],
      [N('c'), []],
      [N('d'), []],
    ]);
  });

  it('ARM-31 waits for whole loops, and for the batch before in a serial loop', () => {
    const resources = [
      nic("[concat('n', copyIndex(1))]", { copy: { name: 'nics', count: 4, mode: 'serial', batchSize: 2 } }),
      nic('last', { dependsOn: ['NICS'] }),
    ];
    const [, , third, , last] = orderOf({ resources });
    expect(third).toEqual([N('n3'), [N('n1'), N('n2')]]);
    expect(last).toEqual([N('last'), [N('n1'), N('n2'), N('n3'), N('n4')]]);
  });

  it('ARM-31 waits for what its properties refer to, unless that is asked of elsewhere', () => {
    const resources = [
      nic('a', {
        properties: {
          x: "[if(true(), reference('b').y, reference(resourceId('Microsoft.Network/networkInterfaces', concat('c', 'c'))).z)]",
        },
      }),
      nic('b'),
      nic('cc'),
      nic('e', { properties: { x: `[reference('${nicId('b')}', '2020-01-01').y]` } }),
    ];
    expect(orderOf({ resources })).toEqual([
      [N('a'), [N('b'), N('cc')]],
      [N('b'), []],
      [N('cc'), []],
      [N('e'), []],
    ]);
  });

  it('ASSUME-36 makes parents before the children within them', () => {
    const resources = [
      {
        type: 'Microsoft.Network/virtualNetworks',
        apiVersion: '2020-01-01',
        name: 'net',
        resources: [{ type: 'subnets', apiVersion: '2020-01-01', name: 's', dependsOn: ['net'] }],
      },
    ];
    const V = 'Microsoft.Network/virtualNetworks/net';
    expect(orderOf({ resources })).toEqual([
      [V, []],
      [`${V}/subnets/s`, [V]],
    ]);
  });

  it('ARM-31 leaves out what is not wanted, and what only depends on it does not mind', () => {
    const resources = [
      nic('a', { condition: '[equals(1, 2)]' }),
      nic('b', { dependsOn: ['a'] }),
      nic('c', { condition: true, name: 'c' }),
      nic('c', { condition: false }),
    ];
    expect(orderOf({ resources })).toEqual([
      [N('b'), []],
      [N('c'), []],
    ]);
  });

  it('takes resources by names of their own', () => {
    const resources = {
      first: nic('a', { dependsOn: ['second'] }),
      second: nic('b'),
      there: nic('c', { existing: true }),
      user: nic('d', { dependsOn: ['there'], properties: { x: "[reference('there').y]" } }),
    };
    expect(orderOf({ resources })).toEqual([
      [N('a'), [N('b')]],
      [N('b'), []],
      [N('d'), []],
    ]);
  });

  it.each<readonly [string, readonly JsonObject[], string]>([
    [
      'a missing one',
      [nic('a', { dependsOn: ['b'] })],
      `resources[0].dependsOn[0] | the resource '${nicId('a')}' depends on 'b', which is not defined in the template`,
    ],
    [
      'itself',
      [nic('a', { dependsOn: ['a'] })],
      `resources[0].dependsOn[0] | the resource '${nicId('a')}' depends on itself`,
    ],
    [
      'each other',
      [nic('a', { dependsOn: ['c'] }), nic('b', { dependsOn: ['a'] }), nic('c', { dependsOn: ['b'] })],
      `resources[0] | the template has resources that wait for each other: ${nicId('a')} -> ${nicId('c')} -> ${nicId('b')} -> ${nicId('a')}`,
    ],
    [
      'two of a name',
      [nic('a', { dependsOn: ['x'] }), nic('x'), nic('x', { type: 'A.B/c' })],
      "resources[0].dependsOn[0] | the dependency 'x' is ambiguous: the template has 2 resources of this name",
    ],
    [
      'twins',
      [nic('a'), nic('A')],
      `resources[1] | the resource '${nicId('A')}' is defined more than once in the template`,
    ],
    [
      'a name too many',
      [nic('a/b')],
      "resources[0].name | the resource 'a/b' of type 'Microsoft.Network/networkInterfaces' needs as many names as its type has segments behind the provider",
    ],
    ['a way out', [nic('..')], "resources[0].name | '..' is not the name of a resource"],
    [
      'no version',
      [nic('a', { apiVersion: null })],
      "resources[0].apiVersion | a resource has its 'apiVersion', which is a text",
    ],
    [
      'a name that needs resources',
      [nic("[reference('b').x]")],
      "resources[0].name:2 | the function 'reference' is not available here: it is evaluated when resources exist, in their properties and in outputs",
    ],
    [
      'a loop that is too long',
      [nic('[string(copyIndex())]', { copy: { name: 'l', count: 801 } })],
      "resources[0].copy | the copy loop 'l' has more than 800 rounds",
    ],
    [
      'an index without a loop',
      [nic('[string(copyIndex())]')],
      "resources[0].name:9 | the function 'copyIndex' is only available in a resource with a copy loop",
    ],
    [
      'a fault in its body',
      [nic('a', { properties: { x: [{ y: '[div(1, 0)]' }] } })],
      "resources[0].properties.x[0].y:2 | the function 'div' cannot divide by zero",
    ],
    [
      'a reference to nothing',
      [nic('a', { properties: { x: "[reference('b').c]" } })],
      "resources[0].properties.x:2 | the function 'reference' names 'b', which is neither a resource of this template nor an id with an API version",
    ],
  ])('ARM-31 is refused where a resource depends on or has %s', (_, resources, fault) => {
    expect(faultOf(() => planOf({ resources }))).toBe(fault);
  });
});

describe('bodies of resources', () => {
  it('ARM-26 lack what says how to deploy them, and what is null', () => {
    const resources = [
      nic('a', {
        comments: 'x',
        dependsOn: [],
        tags: { "[concat('k', 'ey')]": '[subscription().displayName]' },
        properties: { keep: [null, 1], drop: null, deeper: { drop: null } },
      }),
    ];
    expect(planOf({ resources }).bodyOf(nicId('a'), new Map())).toEqual({
      kind: 'value',
      value: { location: 'eastus', tags: { key: 'Test' }, properties: { keep: [null, 1], deeper: {} } },
    });
  });

  it('say which resource has to be read first, and then take what it has', () => {
    const resources = [
      nic('a', {
        properties: { ip: "[reference('b').ip]", all: "[reference('b', '2020-01-01', 'Full').location]" },
      }),
      nic('b'),
    ];
    const outputs = { ip: { type: 'string', value: `[reference('${nicId('z')}', '2021-01-01').ip]` } };
    const plan = planOf({ resources, outputs });
    expect(plan.bodyOf(nicId('a'), new Map())).toMatchObject({
      kind: 'needs',
      reference: { id: nicId('b'), apiVersion: '2015-06-15' },
    });
    const read = new Map<string, JsonObject>([
      [nicId('b').toLowerCase(), { location: 'l', properties: { ip: '10.0.0.4' } }],
    ]);
    expect(plan.bodyOf(nicId('a'), read)).toMatchObject({
      value: { properties: { ip: '10.0.0.4', all: 'l' } },
    });
    expect(plan.outputs(read)).toMatchObject({
      kind: 'needs',
      reference: { id: nicId('z'), apiVersion: '2021-01-01' },
    });
    const wrong = new Map([[nicId('z').toLowerCase(), { properties: { ip: 4 } }]]);
    expect(faultOf(() => plan.outputs(wrong))).toBe(
      "outputs.ip | the template output 'ip' has a value that is not of its type",
    );
  });

  it('show expressions in place of what is secret or not known yet', () => {
    const members = {
      parameters: { password: { type: 'securestring' }, open: { type: 'string', defaultValue: 'o' } },
      variables: { copy: [], hidden: "[concat('x', parameters('password'))]" },
      resources: [
        nic('a', {
          properties: {
            p: "[parameters('password')]",
            v: "[variables('hidden')]",
            r: "[reference('b').x]",
            o: "[parameters('open')]",
          },
        }),
        nic('b'),
      ],
    };
    const plan = planOf(members, { parameters: { password: { value: 'secret' } } });
    const preview = plan.previewOf(nicId('a'));
    expect(preview['properties']).toEqual({
      p: "[parameters('password')]",
      v: "[concat('x', parameters('password'))]",
      r: "[reference('b').x]",
      o: 'o',
    });
    expect(plan.bodyOf(nicId('b'), new Map())).toMatchObject({ kind: 'value' });
  });

  it.each([
    ['inner', "[parameters('inner')]"],
    ['outer', '[[literal]'],
  ])('leave the template of a nested deployment with %s scope to whom it belongs', (scope, expected) => {
    const resources = [
      {
        type: 'Microsoft.Resources/deployments',
        apiVersion: '2020-01-01',
        name: 'nested',
        resourceGroup: 'other',
        properties: {
          mode: 'Incremental',
          expressionEvaluationOptions: { scope },
          parameters: { inner: { value: "[concat('a', 'b')]" } },
          template: { variables: { v: scope === 'inner' ? "[parameters('inner')]" : '[[literal]' } },
        },
      },
    ];
    const id = `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/other/providers/Microsoft.Resources/deployments/nested`;
    expect(planOf({ resources }).bodyOf(id, new Map())).toEqual({
      kind: 'value',
      value: {
        properties: {
          mode: 'Incremental',
          parameters: { inner: { value: 'ab' } },
          template: { variables: { v: expected } },
        },
      },
    });
  });

  it('go to the scope that they name', () => {
    const { group: _, ...facts } = FACTS;
    const resources = [
      { type: 'Microsoft.Resources/resourceGroups', apiVersion: '2020-01-01', name: 'made' },
      { type: 'Microsoft.Authorization/locks', apiVersion: '2020-01-01', name: 'lock', scope: nicId('a') },
    ];
    expect(planOf({ resources }, { facts }).resources.map(({ id }) => id)).toEqual([
      `/subscriptions/${SUBSCRIPTION_ID}/resourceGroups/made`,
      `${nicId('a')}/providers/Microsoft.Authorization/locks/lock`,
    ]);
  });
});

describe('templateHash', () => {
  it('ASSUME-34 is a decimal number that ignores letter case', () => {
    expect(templateHash({ a: 'x' })).toMatch(/^\d{1,20}$/);
    expect(templateHash({ a: 'x' })).toBe(templateHash({ A: 'X' }));
    expect(templateHash({ a: 'x' })).not.toBe(templateHash({ a: 'y' }));
  });
});
