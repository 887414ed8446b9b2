import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalizeRequestTarget } from './request-target.js';

describe('normalizeRequestTarget', () => {
  it.each([
    ['/a/b', '/a/b'],
    ['/a//b', '/a/b'],
    ['//a///b//', '/a/b'],
    ['/a/b/', '/a/b'],
    ['/', '/'],
    ['///', '/'],
    ['/a//b/?x=//y/', '/a/b?x=//y/'],
    ['/a?', '/a?'],
    ['/a%2F%2Fb', '/a%2F%2Fb'],
    ['http://host:80//a//b/?q=http://x//', '/a/b?q=http://x//'],
    ['https://host', '/'],
    ['HTTPS://host?a=b', '/?a=b'],
    ['https://host/a', '/a'],
    ['http:/a', 'http:/a'],
    ['*', '*'],
    ['', ''],
  ])('ARM-5 %j becomes %j', (target, expected) => {
    expect(normalizeRequestTarget(target)).toBe(expected);
  });

  it('ARM-5 leaves no slash to collapse, changes nothing else and nothing twice', () => {
    const seed = 20_240_511;
    const part = fc.stringMatching(/^[a-z%.]{0,4}$/);
    fc.assert(
      fc.property(
        fc.array(part),
        fc.boolean(),
        fc.stringMatching(/^[a-z/=&]{0,8}$/),
        (parts, hasQuery, query) => {
          const path = `/${parts.join('/')}`;
          const tail = hasQuery ? `?${query}` : '';
          const normal = normalizeRequestTarget(path + tail);
          expect(normal).toBe(`/${parts.filter((text) => text !== '').join('/')}${tail}`);
          expect(normalizeRequestTarget(normal)).toBe(normal);
        },
      ),
      { seed },
    );
  });
});
