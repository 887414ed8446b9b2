import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ArmApp } from './create-app.js';
import {
  AUTHORIZED,
  createSampleApp,
  OPERATION_PATH,
  SUBSCRIPTIONS_PATH,
  VERSION,
  VMS_PATH,
} from './testing/sample-app.js';
import { OPERATION_ID } from './testing/sample.controllers.js';

let arm: ArmApp;
beforeAll(async () => {
  arm = await createSampleApp();
});
afterAll(() => arm.close());

const get = (url: string, headers: Record<string, string> = {}) =>
  arm.app.inject({ method: 'GET', url, headers: { ...AUTHORIZED, ...headers } });

describe('an action', () => {
  const BODIES = [
    ['without a content type', {}, undefined],
    ['with content-length 0', { 'content-length': '0' }, undefined],
    [
      'as application/json of length 0',
      { 'content-type': 'application/json', 'content-length': '0' },
      undefined,
    ],
    ['as application/json without a length', { 'content-type': 'application/json' }, undefined],
    ['as a form of length 0', { 'content-type': 'application/x-www-form-urlencoded' }, ''],
    ['with an empty object', { 'content-type': 'application/json' }, '{}'],
  ] as const;

  it.each(BODIES)('ARM-17 is accepted %s', async (_, headers, payload) => {
    const answer = await arm.app.inject({
      method: 'POST',
      url: `${VMS_PATH}/a/deallocate?${VERSION}`,
      headers: { ...AUTHORIZED, ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
    expect([answer.statusCode, answer.body]).toEqual([202, '']);
  });

  it('ARM-6 is answered 202 without a body and with the URLs to ask', async () => {
    const answer = await arm.app.inject({
      method: 'POST',
      url: `${VMS_PATH}/a/DeallOcate?hibernate=True&api-version=2022-11-01`,
      headers: { ...AUTHORIZED, host: 'torpor.test:8443' },
    });
    const operation =
      `http://torpor.test:8443${SUBSCRIPTIONS_PATH}/providers/Microsoft.Compute/locations/eastus/operations` +
      '/0b0e1d2c-3a4f-4b5c-8d6e-7f8091a2b3c4';
    expect([answer.statusCode, answer.body]).toEqual([202, '']);
    expect(answer.headers).toMatchObject({
      location: `${operation}?monitor=true&api-version=2022-11-01`,
      'azure-asyncoperation': `${operation}?api-version=2022-11-01`,
      'azure-asyncnotification': 'Enabled',
      'retry-after': '1',
      'content-length': '0',
      'x-ms-request-id': '0b0e1d2c-3a4f-4b5c-8d6e-7f8091a2b3c4',
      'x-test-hibernate': 'true',
    });
    expect(answer.headers['content-type']).toBeUndefined();
  });

  it('ARM-19 names a query value that is not allowed', async () => {
    const answer = await arm.app.inject({
      method: 'POST',
      url: `${VMS_PATH}/a/deallocate?hibernate=maybe&${VERSION}`,
      headers: AUTHORIZED,
    });
    expect([answer.statusCode, answer.json()]).toMatchObject([
      400,
      { error: { code: 'InvalidParameter', target: 'hibernate' } },
    ]);
  });
});

describe('an accepted operation', () => {
  const RULES = [
    ['ARM-6', 'operations', 'action', 202, true, false],
    ['ARM-6', 'operations', 'delete', 202, true, false],
    ['ARM-9', 'operations', 'create', 201, false, true],
    ['ARM-9', 'operations', 'update', 200, false, true],
    ['ARM-6', 'DiskOperations', 'action', 202, true, false],
    ['ARM-6', 'DiskOperations', 'delete', 202, true, false],
    ['ARM-10', 'DiskOperations', 'create', 202, true, true],
    ['ARM-10', 'DiskOperations', 'update', 202, true, true],
  ] as const;

  it.each(RULES)(
    '%s %s %s is a %i, Location: %s, body: %s',
    async (_, segment, kind, status, hasLocation, hasBody) => {
      const group = `${SUBSCRIPTIONS_PATH}/resourceGroups/rg`;
      const answer = await arm.app.inject({
        method: 'POST',
        url: `${group}/accept/${segment}/${kind}?${VERSION}`,
        headers: AUTHORIZED,
      });
      const operation = `http://localhost:80${OPERATION_PATH.replace('/operations/', `/${segment}/`)}`;
      expect([answer.statusCode, answer.body, answer.headers]).toMatchObject([
        status,
        hasBody ? `{"name":"${kind}"}` : '',
        {
          'azure-asyncoperation': `${operation}?${VERSION}`,
          'azure-asyncnotification': 'Enabled',
          'retry-after': '1',
          'x-ms-request-id': OPERATION_ID,
        },
      ]);
      expect(answer.headers.location).toBe(hasLocation ? `${operation}?monitor=true&${VERSION}` : undefined);
    },
  );

  it('ARM-12 on a group is a 202 with a Location alone', async () => {
    const url = `${SUBSCRIPTIONS_PATH}/resourcegroups/rg?${VERSION}`;
    const answer = await arm.app.inject({ method: 'DELETE', url, headers: AUTHORIZED });
    expect([answer.statusCode, answer.body, answer.headers.location, answer.headers['retry-after']]).toEqual([
      202,
      '',
      `http://localhost:80${SUBSCRIPTIONS_PATH}/operationresults/${OPERATION_ID}?${VERSION}`,
      '1',
    ]);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('azure-'))).toEqual([]);
  });
});

describe('a poll', () => {
  const poll = (operation: string) =>
    get(`${SUBSCRIPTIONS_PATH}/providers/Microsoft.Compute/locations/eastus/operations/${operation}`);

  it('ARM-7 of a running operation is 200 and says when to ask again', async () => {
    const answer = await poll(`running?${VERSION}&hibernate=true&t=1&c=x`);
    expect([answer.statusCode, answer.headers['retry-after'], answer.json()]).toEqual([
      200,
      '1',
      { startTime: '2026-01-02T03:04:05.000Z', status: 'InProgress', name: 'running' },
    ]);
  });

  it('ARM-7 of a finished operation is 200 without Retry-After', async () => {
    const answers = await Promise.all([poll(`done?${VERSION}`), poll(`failed?${VERSION}`)]);
    expect(
      answers.map((answer) => [answer.statusCode, answer.headers['retry-after'], answer.json().status]),
    ).toEqual([
      [200, undefined, 'Succeeded'],
      [200, undefined, 'Failed'],
    ]);
  });

  it('ARM-8 of the Location is 202 while it runs, then 200 without a body', async () => {
    const running = await poll(`running?monitor=true&${VERSION}`);
    expect([running.statusCode, running.body, running.headers['retry-after']]).toEqual([202, '', '1']);
    expect(running.headers.location).toContain('/operations/running?monitor=true&api-version=2024-11-01');
    const done = await poll(`done?monitor=TRUE&${VERSION}`);
    expect([done.statusCode, done.body, done.headers['content-length'], done.headers.location]).toEqual([
      200,
      '',
      '0',
      undefined,
    ]);
  });

  it('ARM-8 of the Location of a failed operation is the error', async () => {
    const answer = await poll(`failed?monitor=true&${VERSION}`);
    expect([answer.statusCode, answer.json()]).toMatchObject([409, { error: { code: 'VMHibernateFailed' } }]);
  });
});
