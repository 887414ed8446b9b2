import { describe, expect, it } from 'vitest';
import { patchedContent, wantedContent } from './kept-content.js';

const KIND = { readOnly: ['provisioningState'] };

describe('wantedContent', () => {
  it('ARM-26 keeps what a body says, without what only answers say', () => {
    const body = {
      id: 'x',
      etag: 'y',
      location: 'eastus',
      sku: { name: 'S' },
      zones: undefined,
      properties: { a: 1, provisioningState: 'Succeeded', b: undefined },
    };
    expect(wantedContent(KIND, body)).toEqual({
      location: 'eastus',
      tags: {},
      envelope: { sku: { name: 'S' } },
      properties: { a: 1 },
    });
  });
});

describe('patchedContent', () => {
  const BEFORE = {
    location: 'eastus',
    tags: { a: 'b' },
    envelope: { sku: { name: 'S' } },
    properties: { a: 1, b: 2 },
  };

  it.each([
    ['nothing', {}, BEFORE],
    ['tags as a whole', { tags: { c: 'd' } }, { ...BEFORE, tags: { c: 'd' } }],
    ['a property', { properties: { b: 3 } }, { ...BEFORE, properties: { a: 1, b: 3 } }],
    ['not the location', { location: 'westus2' }, BEFORE],
    ['a member beside', { sku: { name: 'T' } }, { ...BEFORE, envelope: { sku: { name: 'T' } } }],
  ])('ARM-25 changes %s', (_what, patch, after) => {
    expect(patchedContent(KIND, BEFORE, patch)).toEqual(after);
  });
});
