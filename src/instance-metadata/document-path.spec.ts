import { describe, expect, it } from 'vitest';
import { partOf } from './document-path.js';

const DOCUMENT = { compute: { name: 'vm-1', tagsList: [{ name: 'a', value: 'b' }] }, network: {} };

describe('partOf', () => {
  it.each([
    [[], 'json', DOCUMENT],
    [[], 'text', 'compute/\nnetwork/'],
    [['compute'], 'text', 'name\ntagsList/'],
    [['Compute', 'NAME'], 'text', 'vm-1'],
    [['compute', 'tagsList', '0'], 'json', { name: 'a', value: 'b' }],
  ] as const)('%j as %s', (path, format, expected) => {
    expect(partOf(DOCUMENT, path, format)).toEqual(expected);
  });

  it.each([
    [['compute', 'toString'], 'text', 404],
    [['compute', 'tagsList', '1'], 'json', 404],
    [['compute', 'name', 'length'], 'text', 404],
    [['compute', 'name'], 'json', 400],
  ] as const)('%j as %s is refused with %i', (path, format, status) => {
    expect(() => partOf(DOCUMENT, path, format)).toThrow(expect.objectContaining({ status }));
  });
});
