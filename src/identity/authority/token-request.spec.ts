import { describe, expect, it } from 'vitest';
import { OAuthError } from './oauth-error.js';
import { readTokenRequest } from './token-request.js';

const form = (change: Readonly<Record<string, string>> = {}) =>
  new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: 'a',
    client_secret: 's',
    scope: 'https://localhost:8443/.default',
    ...change,
  });
const without = (name: string) => {
  const fields = form();
  fields.delete(name);
  return fields;
};
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

function outcome(fields: URLSearchParams, authorization?: string): unknown {
  try {
    return readTokenRequest(fields, authorization);
  } catch (error) {
    if (error instanceof OAuthError) return [error.status, error.error, error.number];
    throw error;
  }
}

describe('readTokenRequest', () => {
  it.each([
    ['https://localhost:8443/.default', 'https://localhost:8443'],
    ['https://localhost:8443//.default', 'https://localhost:8443/'],
    ['openid profile offline_access https://localhost/.default', 'https://localhost'],
    [' api://an-app/.default ', 'api://an-app'],
  ])('ARM-35 reads the audience of %j', (scope, audience) => {
    expect(outcome(form({ scope }))).toEqual({ clientId: 'a', clientSecret: 's', audience });
  });

  it('ARM-35 takes a resource in place of a scope', () => {
    const fields = without('scope');
    fields.append('resource', 'https://localhost:8443/');
    expect(outcome(fields)).toEqual({
      clientId: 'a',
      clientSecret: 's',
      audience: 'https://localhost:8443/',
    });
  });

  it.each([
    ['a:s', 'a', 's'],
    ['a%3Ab:s%25%26%2B+x', 'a:b', 's%&+ x'],
    ['a:s&t', 'a', 's&t'],
    ['a:', 'a', ''],
  ])('ARM-35 takes the client from a Basic header: %j', (text, clientId, clientSecret) => {
    expect(outcome(form(), basic(text))).toMatchObject({ clientId, clientSecret });
  });

  it.each<readonly [string, URLSearchParams, string | undefined, unknown]>([
    ['no grant', without('grant_type'), undefined, [400, 'invalid_request', 900144]],
    ['another grant', form({ grant_type: 'password' }), undefined, [400, 'unsupported_grant_type', 70003]],
    ['no client', without('client_id'), undefined, [400, 'invalid_request', 900144]],
    ['no secret', without('client_secret'), undefined, [401, 'invalid_client', 7000218]],
    ['an empty secret', form({ client_secret: '' }), undefined, [401, 'invalid_client', 7000218]],
    ['an assertion', form({ client_assertion: 'x' }), undefined, [400, 'invalid_request', 7000218]],
    ['no scope', without('scope'), undefined, [400, 'invalid_request', 900144]],
    ['a scope by name', form({ scope: 'https://h/User.Read' }), undefined, [400, 'invalid_scope', 1002012]],
    ['two audiences', form({ scope: 'a/.default b/.default' }), undefined, [400, 'invalid_scope', 1002012]],
    ['no audience', form({ scope: '/.default' }), undefined, [400, 'invalid_scope', 1002012]],
    ['a field twice', new URLSearchParams(`${form()}&scope=x`), undefined, [400, 'invalid_request', 90013]],
    ['a long field', form({ client_id: 'x'.repeat(2_049) }), undefined, [400, 'invalid_request', 90013]],
    ['long claims', form({ claims: 'x'.repeat(8_193) }), undefined, [400, 'invalid_request', 90013]],
    ['a bearer', form(), 'Bearer x', [401, 'invalid_client', 7000218]],
    ['no colon', form(), basic('as'), [401, 'invalid_client', 7000218]],
    ['no name', form(), basic(':s'), [401, 'invalid_client', 7000218]],
  ])('ARM-35 refuses %s', (_, fields, authorization, expected) => {
    expect(outcome(fields, authorization)).toEqual(expected);
  });
});
