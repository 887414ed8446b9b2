import { describe, expect, it } from 'vitest';
import { preconditionRefusal, type Precondition } from './precondition.js';

const TAG = 'W/"5f0e"';

describe('preconditionRefusal', () => {
  it.each<[Precondition, string | undefined, string | undefined]>([
    [{}, TAG, undefined],
    [{}, undefined, undefined],
    [{ ifMatch: TAG }, TAG, undefined],
    [{ ifMatch: '"5f0e"' }, TAG, undefined],
    [{ ifMatch: '5f0e' }, TAG, undefined],
    [{ ifMatch: '"1", W/"5f0e"' }, TAG, undefined],
    [{ ifMatch: '*' }, TAG, undefined],
    [{ ifMatch: '*' }, undefined, 'If-Match is *, and there is no such resource'],
    [{ ifMatch: '"6"' }, TAG, 'If-Match is "6", and the resource is W/"5f0e"'],
    [{ ifNoneMatch: '*' }, undefined, undefined],
    [{ ifNoneMatch: '"6"' }, TAG, undefined],
    [{ ifNoneMatch: '*' }, TAG, 'If-None-Match is *, and the resource is W/"5f0e"'],
    [{ ifNoneMatch: TAG }, TAG, 'If-None-Match is W/"5f0e", and the resource is W/"5f0e"'],
  ])('ARM-14 %j on %s: %s', (precondition, tag, detail) => {
    expect(preconditionRefusal(precondition, tag)?.detail).toBe(detail);
  });
});
