import type { FastifyReply } from 'fastify';
import { describe, expect, it } from 'vitest';
import { IGNORED_HEADER, presentOf, warnIgnored } from './ignored-members.js';

/** A reply as far as headers go. */
function replyOf(): { readonly reply: FastifyReply; readonly said: () => string | undefined } {
  const headers = new Map<string, string>();
  const reply = {
    getHeader: (name: string) => headers.get(name),
    header: (name: string, value: string) => headers.set(name, value),
  } as unknown as FastifyReply;
  return { reply, said: () => headers.get(IGNORED_HEADER) };
}

describe('warnIgnored', () => {
  it.each<[string, readonly (readonly string[])[], string | undefined]>([
    ['nothing', [[]], undefined],
    ['members', [['properties.a', 'properties.b']], 'properties.a, properties.b'],
    ['further members, each once', [['a'], ['b', 'a'], []], 'a, b'],
    ['what a header cannot carry', [['tags.ü,\r\nx']], 'tags.????x'],
  ])('TORPOR-22 names %s', (_what, calls, expected) => {
    const { reply, said } = replyOf();
    for (const members of calls) warnIgnored(reply, members);
    expect(said()).toBe(expected);
  });

  it('TORPOR-22 cuts a list that is too long between two names', () => {
    const { reply, said } = replyOf();
    warnIgnored(
      reply,
      Array.from({ length: 500 }, (_, at) => `member${at}`),
    );
    expect(said()).toMatch(/^member0, .*, member\d+, \.\.\.$/);
    expect(said()?.length).toBeLessThan(2_010);
  });
});

describe('presentOf', () => {
  it.each([
    ['a member', ['a.b'], { a: { b: 'x' } }, ['a.b']],
    ['a member of each item of a list', ['a[].b'], { a: [{ b: 1 }, {}, { b: 0 }] }, ['a[0].b', 'a[2].b']],
    ['a whole list', ['a'], { a: ['x'] }, ['a']],
    ['nothing of lists that are none', ['a[].b', 'b.c'], { a: { b: 1 }, b: 'text' }, []],
    [
      'nothing that asks for nothing',
      ['a', 'b', 'c', 'd', 'e'],
      { a: undefined, b: null, c: false, d: [], e: {} },
      [],
    ],
    ['nothing without a body', ['a'], undefined, []],
  ])('TORPOR-22 finds %s', (_what, paths, body, expected) => {
    expect(presentOf(paths, body)).toEqual(expected);
  });
});
