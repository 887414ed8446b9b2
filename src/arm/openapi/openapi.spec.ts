import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ArmApp } from '../create-app.js';
import { AUTHORIZED, createSampleApp } from '../testing/sample-app.js';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Readonly<Record<string, unknown>>;
}
interface Operation {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly required: boolean; readonly content: Record<string, { schema: object }> };
  readonly responses: Readonly<Record<string, object>>;
  readonly security?: readonly object[];
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
  readonly security: readonly object[];
}

const VM =
  '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.Compute' +
  '/virtualMachines/{vmName}';

let arm: ArmApp;
let document: Document;
beforeAll(async () => {
  arm = await createSampleApp();
  const answer = await arm.app.inject({ method: 'GET', url: '/openapi.json', headers: AUTHORIZED });
  document = answer.json();
});
afterAll(() => arm.close());

describe('the OpenAPI document', () => {
  it('ARM-20 needs a token', async () => {
    expect((await arm.app.inject('/openapi.json')).statusCode).toBe(401);
  });

  it('has every route but its own', () => {
    const routes = Object.entries(document.paths).map(([path, item]) => [path, Object.keys(item).sort()]);
    expect(Object.fromEntries(routes)).toMatchObject({
      [VM]: ['delete', 'get', 'put'],
      [`${VM}/deallocate`]: ['post'],
      '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}': ['delete', 'get', 'head'],
      '/metadata/endpoints': ['get'],
      '/healthz': ['get'],
    });
    expect(Object.keys(document.paths)).not.toContain('/openapi.json');
  });

  it('ARM-33 describes parameters: those of the path first, in order, and their patterns', () => {
    const parameters = document.paths[VM]?.['get']?.parameters ?? [];
    expect(parameters.map(({ name, in: place, required }) => [name, place, required])).toEqual([
      ['subscriptionId', 'path', true],
      ['resourceGroupName', 'path', true],
      ['vmName', 'path', true],
      ['api-version', 'query', true],
    ]);
    expect(parameters[2]?.schema).toEqual({
      type: 'string',
      minLength: 1,
      maxLength: 64,
      pattern: '^[A-Za-z0-9]([\\w.-]*\\w)?$',
    });
  });

  it('ARM-1 asks for an api-version on every route that needs one, once', () => {
    const without = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item)
        .filter(([, { parameters }]) => parameters.filter(({ name }) => name === 'api-version').length !== 1)
        .map(([method]) => `${method} ${path}`),
    );
    expect(without.sort()).toEqual(['get /healthz', 'get /metadata/endpoints']);
  });

  it('ARM-20 says which routes need no token', () => {
    const open = Object.entries(document.paths).filter(([, item]) =>
      Object.values(item).some(({ security }) => JSON.stringify(security) === '[{}]'),
    );
    expect([open.map(([path]) => path).sort(), document.security]).toEqual([
      ['/healthz', '/metadata/endpoints'],
      [{ bearer: [] }],
    ]);
  });

  it('ARM-19 has the schemas that bodies and queries are checked by', () => {
    expect(document.paths[VM]?.['put']?.requestBody).toMatchObject({
      required: true,
      content: {
        'application/json': {
          schema: {
            type: 'object',
            required: ['location'],
            additionalProperties: false,
            properties: { location: { type: 'string' } },
          },
        },
      },
    });
    const query = document.paths[`${VM}/deallocate`]?.['post']?.parameters.filter(
      ({ in: place }) => place === 'query',
    );
    expect(query?.map(({ name, required }) => [name, required])).toEqual([
      ['api-version', true],
      ['hibernate', false],
    ]);
  });

  it('ARM-3 gives every operation the same error answer', () => {
    const answers = Object.values(document.paths).flatMap((item) =>
      Object.values(item).map(({ responses }) => responses['default']),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(
      new Set([
        '{"description":"The request was refused.",' +
          '"content":{"application/json":{"schema":{"$ref":"#/components/schemas/ArmError"}}}}',
      ]),
    );
    expect(Object.keys(document.components.schemas)).toContain('ArmError');
  });

  it('is the same for a second application of the process', async () => {
    const other = await createSampleApp();
    const answer = await other.app.inject({ method: 'GET', url: '/openapi.json', headers: AUTHORIZED });
    await other.close();
    expect(answer.json()).toEqual(document);
  });
});
