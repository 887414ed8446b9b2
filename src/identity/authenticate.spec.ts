import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ArmApp } from '../arm/create-app.js';
import { createSampleApp, TOKEN, VERSION, VMS_PATH } from '../arm/testing/sample-app.js';
import { AccessTokenVerifier, OWNER } from './access-token-verifier.js';
import { unauthenticatedChallenge } from './challenge.js';
import { IdentityModule } from './identity.module.js';

let arm: ArmApp;
beforeAll(async () => {
  arm = await createSampleApp();
});
afterAll(() => arm.close());

const ask = (authorization?: string, url = `${VMS_PATH}?${VERSION}`) =>
  arm.app.inject({
    method: 'GET',
    url,
    headers: { host: 'torpor.test', ...(authorization === undefined ? {} : { authorization }) },
  });

const NO_BEARER = 'the Authorization header is not "Bearer" and a token';

describe('a request', () => {
  it.each([`Bearer ${TOKEN}`, `bearer ${TOKEN}`, `Bearer   ${TOKEN} `, 'Bearer a-second-token'])(
    'ARM-20 with %j is let in',
    async (authorization) => {
      expect((await ask(authorization)).statusCode).toBe(200);
    },
  );

  it.each([
    [undefined, 'AuthenticationFailed', 'the Authorization header is missing'],
    ['', 'AuthenticationFailed', NO_BEARER],
    ['Bearer', 'AuthenticationFailed', NO_BEARER],
    ['Bearer ', 'AuthenticationFailed', NO_BEARER],
    [TOKEN, 'AuthenticationFailed', NO_BEARER],
    [`Basic ${TOKEN}`, 'AuthenticationFailed', NO_BEARER],
    [`Bearer ${TOKEN} ${TOKEN}`, 'AuthenticationFailed', NO_BEARER],
    [`Bearer ${TOKEN}x`, 'InvalidAuthenticationToken', 'the token is not valid'],
    [`Bearer ${TOKEN.slice(0, -1)}`, 'InvalidAuthenticationToken', 'the token is not valid'],
    [`Bearer ${TOKEN.toUpperCase()}`, 'InvalidAuthenticationToken', 'the token is not valid'],
    ['Bearer a.b.c', 'InvalidAuthenticationToken', 'the token is not valid'],
  ])('ARM-20 with %j is a 401 %s that says where tokens come from', async (authorization, code, reason) => {
    const answer = await ask(authorization);
    expect([answer.statusCode, answer.json()]).toMatchObject([
      401,
      {
        error: {
          code,
          message: expect.stringContaining(`: ${reason}.`) as string,
          target: 'Authorization',
          additionalInfo: [
            {
              info: {
                code: code === 'AuthenticationFailed' ? 'unauthenticated' : 'token-invalid',
                rule: 'ARM-20',
              },
            },
          ],
        },
      },
    ]);
    expect(answer.headers['www-authenticate']).toBe(
      'Bearer authorization_uri="http://torpor.test/adfs", error="invalid_token", ' +
        `error_description="${reason.replaceAll('"', ' ')}"`,
    );
  });

  it('ARM-20 without a token learns nothing about paths, versions and subscriptions', async () => {
    const urls = ['/nowhere', VMS_PATH, `/subscriptions/unknown/locations?${VERSION}`, '/openapi.json'];
    const answers = await Promise.all(urls.map((url) => ask(undefined, url)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([401, 401, 401, 401]);
  });

  it('ARM-20 without a token is turned away before its body is read', async () => {
    const answer = await arm.app.inject({
      method: 'PUT',
      url: `${VMS_PATH}/a?${VERSION}`,
      headers: { 'content-type': 'application/json' },
      payload: '{"location":',
    });
    expect(answer.statusCode).toBe(401);
  });

  it('ARM-20 needs no token for cloud metadata and health', async () => {
    const answers = [await ask(undefined, '/metadata/endpoints'), await ask(undefined, '/healthz')];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
    expect((await arm.app.inject({ method: 'HEAD', url: '/healthz' })).statusCode).toBe(200);
  });
});

describe('AccessTokenVerifier', () => {
  it('ARM-20 knows its tokens and no others', async () => {
    const verifier = new AccessTokenVerifier(['one', 'two']);
    const verdicts = await Promise.all(['one', 'two', 'three', ''].map((token) => verifier.verify(token)));
    const owner = { kind: 'valid', caller: OWNER };
    const invalid = { kind: 'invalid' };
    expect(verdicts).toEqual([owner, owner, invalid, invalid]);
    expect(await new AccessTokenVerifier([]).verify('')).toEqual(invalid);
  });

  it('ARM-20 does not take an empty token for one', () => {
    expect(() => new AccessTokenVerifier(['one', ' '])).toThrow('an access token is empty');
  });
});

describe('IdentityModule', () => {
  it('does not take two subscriptions of one id', () => {
    const subscriptions = ['AA', 'aa'].map((id) => ({ id, displayName: id }));
    expect(() => IdentityModule.forRoot({ accessTokens: ['one'], subscriptions })).toThrow(
      'two subscriptions have the same id',
    );
  });
});

describe('unauthenticatedChallenge', () => {
  it('ARM-20 keeps quotes and control characters out of the header', () => {
    expect(unauthenticatedChallenge('https://h', 'a "b" \\ \r\n c')).toBe(
      'Bearer authorization_uri="https://h/adfs", error="invalid_token", error_description="a  b       c"',
    );
  });
});
