import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ArmApp } from './create-app.js';
import { AUTHORIZED, createSampleApp, VERSION, VMS_PATH } from './testing/sample-app.js';

let arm: ArmApp;
beforeAll(async () => {
  arm = await createSampleApp();
});
afterAll(() => arm.close());

interface Page {
  readonly value: ReadonlyArray<{ readonly name: string }>;
  readonly nextLink?: string;
}

async function read(url: string): Promise<Page> {
  const answer = await arm.app.inject({
    method: 'GET',
    url,
    headers: { ...AUTHORIZED, host: 'torpor.test' },
  });
  expect(answer.statusCode).toBe(200);
  return answer.json<Page>();
}

/** Follows the links as clients do, and gives the names of every page. */
async function walk(url: string): Promise<readonly string[][]> {
  const pages: string[][] = [];
  for (let next: string | undefined = url; next !== undefined;) {
    const page: Page = await read(next);
    pages.push(page.value.map(({ name }) => name));
    next = page.nextLink;
  }
  return pages;
}

const ALL = ['alpha', 'bravo', 'charlie', 'delta', 'echo'];

describe('a list', () => {
  it('ARM-13 that fits has no nextLink', async () => {
    expect(await read(`${VMS_PATH}?${VERSION}`)).toEqual({ value: ALL.map((name) => ({ name })) });
    expect(Object.keys(await read(`${VMS_PATH}?${VERSION}&$top=5`))).toEqual(['value']);
  });

  it('ARM-13 goes on at an absolute nextLink with the query of the request', async () => {
    const { nextLink = '' } = await read(`${VMS_PATH}?statusOnly=true&%24top=2&${VERSION}`);
    const link = new URL(nextLink);
    expect(link.origin + link.pathname).toBe(`http://torpor.test${VMS_PATH}`);
    expect([...link.searchParams.keys()]).toEqual(['statusOnly', '$top', 'api-version', '$skiptoken']);
    expect([link.searchParams.get('$top'), link.searchParams.get('api-version')]).toEqual([
      '2',
      '2024-11-01',
    ]);
  });

  it('ARM-13 is read completely and in order, whatever the size of a page', async () => {
    const seed = 20_240_514;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 2000 }), async (top) => {
        const pages = await walk(`${VMS_PATH}?${VERSION}&$top=${top}`);
        expect(pages.flat()).toEqual(ALL);
        expect(pages.map((page) => page.length)).toEqual(
          Array.from({ length: Math.ceil(ALL.length / top) }, (_, at) =>
            Math.min(top, ALL.length - at * top),
          ),
        );
      }),
      { seed, numRuns: 20 },
    );
  });

  it.each([
    ['$top', '0'],
    ['$top', '-1'],
    ['$top', 'many'],
    ['$top', '1.5'],
    ['$top', '1&$top=2'],
    ['$top', '99999999999999999999'],
    ['$skiptoken', 'abc'],
    ['$skiptoken', ''],
    ['$skiptoken', Buffer.from('2:alpha').toString('base64url')],
    ['$skiptoken', `${Buffer.from('1:alpha').toString('base64url')}=`],
    ['$skiptoken', Buffer.from([0x31, 0x3a, 0xff]).toString('base64url')],
  ])('ARM-19 refuses %s=%s', async (name, value) => {
    const answer = await arm.app.inject({
      method: 'GET',
      url: `${VMS_PATH}?${VERSION}&${name}=${value}`,
      headers: AUTHORIZED,
    });
    expect([answer.statusCode, answer.json()]).toMatchObject([
      400,
      { error: { code: 'InvalidParameter', target: name } },
    ]);
  });
});
