import { describe, expect, it } from 'vitest';
import { changedTags, type TagOperation, type Tags } from './tag-changes.js';

const BEFORE = { Env: 'test', owner: 'ann' };

describe('changedTags', () => {
  it.each<[TagOperation, Tags, Tags]>([
    ['Merge', { env: 'live', team: 'b' }, { Env: 'live', owner: 'ann', team: 'b' }],
    ['Merge', {}, BEFORE],
    ['Replace', { team: 'b' }, { team: 'b' }],
    ['Replace', {}, {}],
    ['Delete', { ENV: '' }, { owner: 'ann' }],
    ['Delete', { env: 'test', owner: 'bob' }, { owner: 'ann' }],
    ['Delete', { other: '' }, BEFORE],
  ])('ARM-4 %s %j', (operation, given, after) => {
    expect(changedTags(BEFORE, operation, given)).toEqual(after);
  });

  it('ARM-19 refuses more tags than a resource can have', () => {
    const many = Object.fromEntries(Array.from({ length: 49 }, (_, at) => [`tag${at}`, 'x']));
    expect(Object.keys(changedTags({ one: '1' }, 'Merge', many))).toHaveLength(50);
    expect(() => changedTags(BEFORE, 'Merge', many)).toThrow(/more than 50/);
  });
});
