import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ArmTestApp, groupPath } from '../world/arm-app.js';
import {
  azVmTemplate,
  deploy,
  deployed,
  deploymentPath,
  openDeployments,
  templateOf,
  vnetResource,
} from '../world/deployment-templates.js';
import { SUBSCRIPTION } from '../world/stored-cloud.js';

const PASSWORD = 'Very-secret-1';

let arm: ArmTestApp;

beforeAll(async () => {
  arm = await openDeployments();
  await arm.cloud.addHost('host-a');
});
afterAll(() => arm.close());

describe('deploying what `az vm create` writes', () => {
  const path = deploymentPath('vms', 'vm_deploy_1');
  const body = {
    properties: {
      template: azVmTemplate('vms', 'web'),
      parameters: { adminPassword: { value: PASSWORD } },
      mode: 'incremental',
    },
  };

  it('ARM-31 accepts it, makes the five resources in order, and says so', async () => {
    await arm.ok('PUT', groupPath('vms'), { location: 'eastus' });
    const accepted = await arm.send('PUT', path, body);
    expect(accepted.status).toBe(201);
    expect(accepted.headers['location']).toBeUndefined();
    expect(accepted.body.properties.provisioningState).toBe('Accepted');
    const statusUrl = accepted.headers['azure-asyncoperation'] ?? '';
    expect(statusUrl).toMatch(
      /\/deployments\/vm_deploy_1\/operationStatuses\/[0-9a-f-]{36}\?api-version=2024-11-01$/,
    );
    await deployed(arm);
    expect(await arm.ok('GET', statusUrl)).toEqual({ status: 'Succeeded' });

    const { properties } = await arm.ok('GET', path);
    const network = (type: string) => groupPath('vms', `Microsoft.Network/${type}`);
    expect(properties).toMatchObject({
      provisioningState: 'Succeeded',
      mode: 'Incremental',
      templateHash: expect.stringMatching(/^\d+$/),
      duration: expect.stringMatching(/^PT([\d.]+M)?[\d.]+S$/),
      parameters: { adminPassword: { type: 'SecureString' } },
      outputs: { address: { type: 'String', value: '10.0.0.4' } },
      outputResources: [
        { id: network('virtualNetworks/webVNET') },
        { id: network('networkSecurityGroups/webNSG') },
        { id: network('publicIPAddresses/webPublicIP') },
        { id: network('networkInterfaces/webVMNic') },
        { id: groupPath('vms', 'Microsoft.Compute/virtualMachines/web') },
      ],
    });
    const made = await arm.ok('GET', groupPath('vms', 'Microsoft.Compute/virtualMachines/web'));
    expect(made.properties.provisioningState).toBe('Succeeded');
    expect(made.properties.additionalCapabilities).toEqual({ hibernationEnabled: true });
  });

  it('ARM-31 lists what became of each resource', async () => {
    const { value } = await arm.ok('GET', `${path}/operations`);
    expect(
      value.map(({ properties }: { properties: Record<string, { resourceName?: string }> }) => [
        properties['targetResource']?.resourceName,
        properties['provisioningState'],
        properties['statusCode'],
      ]),
    ).toEqual([
      ['webVNET', 'Succeeded', 'Created'],
      ['webNSG', 'Succeeded', 'Created'],
      ['webPublicIP', 'Succeeded', 'Created'],
      ['webVMNic', 'Succeeded', 'Created'],
      ['web', 'Succeeded', 'Created'],
    ]);
    const [first] = value;
    expect(await arm.ok('GET', first.id)).toEqual(first);
  });

  it('TORPOR-23 forgets the password once the VM is made', async () => {
    const [row] = await arm.database.query(
      "select d::text as line from deployment d where name = 'vm_deploy_1'",
    );
    expect(row.line).not.toContain(PASSWORD);
    const answers = await Promise.all(
      ['', '/operations'].map(async (suffix) => JSON.stringify(await arm.ok('GET', path + suffix))),
    );
    expect(answers.filter((text) => text.includes(PASSWORD))).toEqual([]);
  });

  it('ARM-9 answers 200 when it is deployed again, and changes nothing', async () => {
    expect((await arm.send('PUT', path, body)).status).toBe(200);
    await deployed(arm);
    expect((await arm.ok('GET', path)).properties.provisioningState).toBe('Succeeded');
  });

  it('ARM-17 ARM-31 takes the body that `az deployment group create` writes', async () => {
    await arm.ok('PUT', groupPath('lenient'), { location: 'eastus' });
    const text = `{"properties": {"parameters": {"name": {"value": "net"}}, "mode": "Incremental", template: {
      // a template with comments
      "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
      "contentVersion": "1.0.0.0", /* and a trailing comma */
      "parameters": { "name": { "type": "string" } },
      "resources": [
        { "type": "Microsoft.Network/virtualNetworks", "apiVersion": "2023-11-01",
          "name": "[concat(parameters('name'),
                           'work')]",
          "location": "[resourceGroup().location]",
          "properties": { "addressSpace": { "addressPrefixes": ["10.1.0.0/16"] } }, }
      ]
    }}}`;
    for (const [method, suffix, status] of [
      ['POST', '/validate', 200],
      ['POST', '/whatIf', 200],
      ['PUT', '', 201],
    ] as const) {
      const answer = await arm.app.inject({
        method,
        url: `${deploymentPath('lenient', 'd')}${suffix}?api-version=2022-09-01`,
        headers: { authorization: 'Bearer token-of-the-test', 'content-type': 'application/json' },
        payload: text,
      });
      expect([answer.statusCode, answer.body]).toEqual([status, expect.any(String)]);
    }
    await deployed(arm);
    expect(
      await arm.ok('GET', groupPath('lenient', 'Microsoft.Network/virtualNetworks/network')),
    ).toMatchObject({
      location: 'eastus',
      properties: { addressSpace: { addressPrefixes: ['10.1.0.0/16'] } },
    });
  });
});

describe('deploying what `az vm create --count` writes', () => {
  it('ARM-31 makes each resource once for every VM, and lets them find each other', async () => {
    const group = 'fleet';
    await arm.ok('PUT', groupPath(group), { location: 'eastus' });
    const indexed = (prefix: string) => `[concat('${prefix}', copyIndex())]`;
    const copy = (name: string) => ({ copy: { name, count: 3, mode: 'parallel' } });
    const template = azVmTemplate(group, 'vm') as { resources: Record<string, unknown>[] };
    const [vnet, nsg, , nic, vm] = template.resources as Record<string, Record<string, never>>[];
    const resources = [
      vnet,
      nsg,
      {
        ...nic,
        ...copy('nicLoop'),
        name: indexed('vmVMNic'),
        dependsOn: [
          'Microsoft.Network/virtualNetworks/vmVNET',
          'Microsoft.Network/networkSecurityGroups/vmNSG',
        ],
        properties: {
          ipConfigurations: [
            {
              name: 'ipconfigvm',
              properties: {
                privateIPAllocationMethod: 'Dynamic',
                subnet: {
                  id: `${groupPath(group, 'Microsoft.Network/virtualNetworks/vmVNET')}/subnets/vmSubnet`,
                },
              },
            },
          ],
        },
      },
      {
        ...vm,
        ...copy('vmLoop'),
        name: indexed('vm'),
        dependsOn: [indexed('Microsoft.Network/networkInterfaces/vmVMNic')],
        properties: {
          ...vm?.['properties'],
          networkProfile: {
            networkInterfaces: [
              { id: `[resourceId('Microsoft.Network/networkInterfaces', concat('vmVMNic', copyIndex()))]` },
            ],
          },
        },
      },
    ];
    const parameters = { adminPassword: { value: PASSWORD } };
    const properties = { template: { ...template, resources, outputs: {} }, parameters };
    const done = await deploy(arm, deploymentPath(group, 'd'), properties);
    expect([done.properties.provisioningState, done.properties.error]).toEqual(['Succeeded', undefined]);
    const { value } = await arm.ok('GET', groupPath(group, 'Microsoft.Compute/virtualMachines'));
    expect(
      value.map(({ name, properties: made }: { name: string; properties: Record<string, never> }) => [
        name,
        (made['networkProfile']?.['networkInterfaces']?.[0] as { id: string } | undefined)?.id
          .split('/')
          .at(-1),
      ]),
    ).toEqual([0, 1, 2].map((at) => [`vm${at}`, `vmVMNic${at}`]));
  });
});

describe('templates', () => {
  const G = 'templates';
  const path = (name: string) => deploymentPath(G, name);
  beforeAll(() => arm.ok('PUT', groupPath(G), { location: 'eastus' }));

  it('ARM-31 repeats a resource, and refers to others by name', async () => {
    const template = templateOf({
      parameters: { count: { type: 'int', defaultValue: 3 } },
      variables: { prefix: "[concat('net', '-')]" },
      resources: [
        vnetResource("[concat(variables('prefix'), copyIndex())]", {
          copy: { name: 'nets', count: "[parameters('count')]", mode: 'Serial' },
        }),
        {
          type: 'Microsoft.Network/networkInterfaces',
          apiVersion: '2015-06-15',
          name: 'copied',
          location: 'eastus',
          dependsOn: ['nets'],
          properties: {
            ipConfigurations: [
              { name: 'ip', properties: { subnet: { id: "[reference('net-2').subnets[0].id]" } } },
            ],
          },
        },
      ],
      outputs: {
        guids: {
          type: 'array',
          copy: { count: 2, input: "[reference(concat('net-', copyIndex())).provisioningState]" },
        },
      },
    });
    const { properties } = await deploy(arm, path('copies'), { template });
    expect(properties.error).toBeUndefined();
    expect(properties.outputs).toEqual({ guids: { type: 'Array', value: ['Succeeded', 'Succeeded'] } });
    expect(properties.dependencies.map(({ resourceName }: { resourceName: string }) => resourceName)).toEqual(
      ['net-1', 'net-2', 'copied'],
    );
  });

  it('ARM-31 leaves the rest alone when a resource fails, and says which', async () => {
    const template = templateOf({
      resources: [
        vnetResource('broken', { properties: { addressSpace: { addressPrefixes: ['10.0.0.0/99'] } } }),
        vnetResource('after', { dependsOn: ['broken'] }),
      ],
    });
    const { properties } = await deploy(arm, path('failing'), { template });
    expect(properties.provisioningState).toBe('Failed');
    expect(properties.error).toMatchObject({
      code: 'DeploymentFailed',
      target: path('failing'),
      details: [{ code: 'InvalidParameter', target: 'properties.addressSpace.addressPrefixes[0]' }],
    });
    expect((await arm.send('GET', groupPath(G, 'Microsoft.Network/virtualNetworks/after'))).status).toBe(404);
    const { value } = await arm.ok('GET', `${path('failing')}/operations`);
    expect(value).toHaveLength(1);
    expect(value[0].properties.statusMessage.error.code).toBe('InvalidParameter');
  });

  it('ARM-31 deploys a nested template with a scope of its own', async () => {
    const nested = templateOf({
      parameters: { net: { type: 'string' } },
      resources: [vnetResource("[parameters('net')]")],
      outputs: { name: { type: 'string', value: "[parameters('net')]" } },
    });
    const template = templateOf({
      resources: [
        {
          type: 'Microsoft.Resources/deployments',
          apiVersion: '2022-09-01',
          name: 'inner',
          properties: {
            mode: 'Incremental',
            expressionEvaluationOptions: { scope: 'inner' },
            parameters: { net: { value: "[concat('ne', 'sted')]" } },
            template: nested,
          },
        },
      ],
      outputs: { name: { type: 'string', value: "[reference('inner').outputs.name.value]" } },
    });
    const { properties } = await deploy(arm, path('outer'), { template });
    expect(properties.outputs).toEqual({ name: { type: 'String', value: 'nested' } });
    expect((await arm.ok('GET', path('inner'))).properties.provisioningState).toBe('Succeeded');
  });

  it('ARM-31 makes a group and fills it from a deployment to the subscription', async () => {
    const template = templateOf({
      resources: [
        {
          type: 'Microsoft.Resources/resourceGroups',
          apiVersion: '2022-09-01',
          name: 'made',
          location: 'eastus',
        },
        {
          type: 'Microsoft.Resources/deployments',
          apiVersion: '2022-09-01',
          name: 'filling',
          resourceGroup: 'made',
          dependsOn: ["[resourceId('Microsoft.Resources/resourceGroups', 'made')]"],
          properties: { mode: 'Incremental', template: templateOf({ resources: [vnetResource('net')] }) },
        },
      ],
    });
    const place = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Resources/deployments/wide`;
    const { properties, location } = await deploy(arm, place, { template }, { location: 'eastus' });
    expect([properties.provisioningState, location, properties.error]).toEqual([
      'Succeeded',
      'eastus',
      undefined,
    ]);
    expect((await arm.send('GET', groupPath('made', 'Microsoft.Network/virtualNetworks/net'))).status).toBe(
      200,
    );
  });

  it.each([
    [
      'no such function',
      { resources: [vnetResource("[nothing('a')]")] },
      'InvalidTemplate',
      'resources[0].name',
    ],
    [
      'no API version',
      { resources: [vnetResource('a', { apiVersion: undefined })] },
      'InvalidTemplate',
      'resources[0].apiVersion',
    ],
    [
      'unknown type',
      { resources: [vnetResource('a', { type: 'Microsoft.Nothing/things' })] },
      'NoRegisteredProviderFound',
      'resources[0]',
    ],
    [
      'malformed version',
      { resources: [vnetResource('a', { apiVersion: 'latest' })] },
      'NoRegisteredProviderFound',
      'resources[0]',
    ],
    ['missing parameter', { parameters: { p: { type: 'string' } } }, 'InvalidTemplate', 'parameters.p'],
    [
      'missing dependency',
      { resources: [vnetResource('a', { dependsOn: ['b'] })] },
      'InvalidTemplate',
      'resources[0].dependsOn[0]',
    ],
    [
      'cycle',
      { resources: [vnetResource('a', { dependsOn: ['b'] }), vnetResource('b', { dependsOn: ['a'] })] },
      'InvalidTemplate',
      'resources[0]',
    ],
  ])('ARM-31 refuses a whole template before anything is made: %s', async (_, members, code, target) => {
    const before = await arm.snapshot();
    const body = { properties: { mode: 'Incremental', template: templateOf(members) } };
    for (const [method, suffix] of [
      ['PUT', ''],
      ['POST', '/validate'],
      ['POST', '/whatIf'],
    ] as const) {
      const answer = await arm.send(method, path('wrong') + suffix, body);
      expect([answer.status, answer.body.error.code, answer.body.error.target]).toEqual([
        400,
        code,
        `properties.template.${target}`,
      ]);
    }
    expect(await arm.snapshot()).toBe(before);
  });

  it('ARM-31 fetches no template from elsewhere', async () => {
    const body = {
      properties: { mode: 'Incremental', template: {}, templateLink: { uri: 'https://example.invalid/t' } },
    };
    const answer = await arm.send('PUT', path('linked'), body);
    expect([answer.status, answer.body.error.target]).toEqual([400, 'properties.templateLink']);
  });

  it('ARM-11 ARM-15 is read, listed, exported and forgotten', async () => {
    const template = templateOf({ resources: [] });
    await deploy(arm, path('empty'), { template });
    expect(await arm.ok('POST', `${path('empty')}/exportTemplate`)).toEqual({ template });
    const listed = await arm.ok(
      'GET',
      `${groupPath(G, 'Microsoft.Resources/deployments')}/?$filter=provisioningState eq 'Succeeded'`,
    );
    expect(listed.value.map(({ name }: { name: string }) => name)).toContain('empty');
    expect((await arm.send('HEAD', path('empty'))).status).toBe(204);
    const cancelled = await arm.send('POST', `${path('empty')}/cancel`);
    expect([cancelled.status, cancelled.body.error.code]).toEqual([409, 'DeploymentCannotBeCancelled']);
    expect((await arm.send('DELETE', path('empty'))).status).toBe(204);
    expect((await arm.send('DELETE', path('empty'))).status).toBe(204);
    const gone = await arm.send('GET', path('empty'));
    expect([gone.status, gone.body.error.code]).toEqual([404, 'DeploymentNotFound']);
    expect((await arm.send('HEAD', path('empty'))).status).toBe(404);
    const nowhere = await arm.send('GET', deploymentPath('missing', 'd'));
    expect([nowhere.status, nowhere.body.error.code]).toEqual([404, 'ResourceGroupNotFound']);
  });
});

describe('what a deployment would change', () => {
  const path = deploymentPath('preview', 'd');
  const body = (prefix: string, more: object = {}) => ({
    properties: {
      mode: 'Incremental',
      template: templateOf({
        resources: [vnetResource('net', { location: 'East US', tags: { a: prefix } }), vnetResource(prefix)],
      }),
      ...more,
    },
  });

  it('ARM-31 tells what is new, changed and as it was', async () => {
    await arm.ok('PUT', groupPath('preview'), { location: 'eastus' });
    await deploy(arm, path, body('one').properties);
    const changesOf = async (given: object) =>
      (await arm.ok('POST', `${path}/whatIf`, given)).properties.changes;

    const same = await changesOf(body('one'));
    expect(same.map(({ changeType }: { changeType: string }) => changeType)).toEqual([
      'NoChange',
      'NoChange',
    ]);

    const [net, one, two, ...others] = await changesOf(body('two'));
    expect(others).toEqual([]);
    expect(one).toMatchObject({ changeType: 'Ignore', before: { name: 'one' } });
    expect(net).toMatchObject({
      changeType: 'Modify',
      before: { tags: { a: 'one' } },
      after: { tags: { a: 'two' } },
      delta: [{ path: 'tags.a', propertyChangeType: 'Modify', before: 'one', after: 'two', children: null }],
    });
    expect(two).toMatchObject({ changeType: 'Create', after: { name: 'two' } });

    const ids = await changesOf(body('two', { whatIfSettings: { resultFormat: 'ResourceIdOnly' } }));
    expect(ids[0]).toEqual({
      resourceId: groupPath('preview', 'Microsoft.Network/virtualNetworks/net'),
      changeType: 'Deploy',
    });
  });

  it('ARM-31 deletes what the template lacks where the mode is Complete, parts of others last', async () => {
    const group = 'complete';
    const place = deploymentPath(group, 'd');
    await arm.ok('PUT', groupPath(group), { location: 'eastus' });
    const parameters = { adminPassword: { value: PASSWORD } };
    await deploy(arm, place, { template: azVmTemplate(group, 'gone'), parameters });
    const kept = { mode: 'Complete', template: templateOf({ resources: [vnetResource('kept')] }) };
    const { changes } = (await arm.ok('POST', `${place}/whatIf`, { properties: kept })).properties;
    const count = (type: string) =>
      changes.filter(({ changeType }: { changeType: string }) => changeType === type).length;
    expect([count('Create'), count('Delete')]).toEqual([1, changes.length - 1]);

    expect((await deploy(arm, place, kept)).properties.error).toBeUndefined();
    const { value } = await arm.ok('GET', groupPath(group).concat('/resources'));
    expect(value.map(({ name }: { name: string }) => name)).toEqual(['kept']);
  });
});
