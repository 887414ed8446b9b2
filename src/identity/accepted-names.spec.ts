import { describe, expect, it } from 'vitest';
import { AcceptedNames, isLoopbackHost } from './accepted-names.js';
import { TENANT_ID } from './subscriptions.js';

const names = new AcceptedNames(['torpor.test', 'fe80::1']);

describe('AcceptedNames', () => {
  it.each([
    ['https://localhost:8443', true],
    ['https://localhost:8443/', true],
    ['https://localhost:8443//', true],
    ['http://127.0.0.1', true],
    ['https://[::1]:1', true],
    ['https://TORPOR.test:9', true],
    ['https://[fe80::1]', true],
    ['https://management.azure.com', true],
    ['https://management.azure.com/', true],
    ['https://management.core.windows.net/', true],
    ['https://management.azure.com.evil.test', false],
    ['https://vault.azure.net', false],
    ['https://localhost/path', false],
    ['https://localhost?x', false],
    ['https://user@localhost', false],
    ['https://localhost.evil.test', false],
    ['ftp://localhost', false],
    ['localhost', false],
    ['', false],
  ])('ARM-20 is %j this installation: %s', (audience, expected) => {
    expect(names.isOwnAudience(audience)).toBe(expected);
  });

  it.each([
    ['https://localhost:8443/adfs', true],
    [`https://127.0.0.1:8443/${TENANT_ID}/`, true],
    [`https://torpor.test/${TENANT_ID}/v2.0`, true],
    [`https://sts.windows.net/${TENANT_ID}/`, true],
    [`https://sts.windows.net/${TENANT_ID}`, false],
    ['https://localhost:8443/adfs/', false],
    ['https://localhost:8443', false],
    ['https://evil.test/adfs', false],
    [`https://localhost/${TENANT_ID.replaceAll('2', '4')}/`, false],
  ])('ARM-20 does %j issue tokens for it: %s', (issuer, expected) => {
    expect(names.isOwnIssuer(issuer)).toBe(expected);
  });

  it.each([
    ['localhost', true, true],
    ['LOCALHOST:1', true, true],
    ['[::1]:8443', true, true],
    ['torpor.test:8443', true, false],
    ['evil.test:8443', false, false],
    ['localhost.evil.test', false, false],
    ['bad host', false, false],
  ])('ARM-20 does a request to %j come to it: %s; to loopback: %s', (host, isOwn, isLoopback) => {
    expect([names.isOwnHost(host), isLoopbackHost(host)]).toEqual([isOwn, isLoopback]);
  });
});
