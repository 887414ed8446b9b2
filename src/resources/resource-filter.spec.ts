import { describe, expect, it } from 'vitest';
import type { ResourceCondition } from '../persistence/resource-index.repository.js';
import { parseResourceFilter } from './resource-filter.js';

describe('parseResourceFilter', () => {
  it.each<[string, readonly (readonly ResourceCondition[])[]]>([
    ['', []],
    ["resourceGroup eq 'web'", [[{ kind: 'equals', field: 'resourceGroup', value: 'web' }]]],
    [
      "RESOURCETYPE EQ 'Microsoft.Compute/disks' and name ne 'a'",
      [
        [
          { kind: 'equals', field: 'resourceType', value: 'Microsoft.Compute/disks' },
          { kind: 'differs', field: 'name', value: 'a' },
        ],
      ],
    ],
    ["location eq 'East US'", [[{ kind: 'equals', field: 'location', value: 'eastus' }]]],
    [
      "name eq 'this and that or ''more'''",
      [[{ kind: 'equals', field: 'name', value: "this and that or 'more'" }]],
    ],
    ["tagName eq 'env'", [[{ kind: 'tag', name: 'env' }]]],
    ["tagname eq 'env' and tagvalue eq ''", [[{ kind: 'tag', name: 'env', value: '' }]]],
    ["startswith(tagName, 'cost')", [[{ kind: 'tag-starts-with', prefix: 'cost' }]]],
    ["substringof('b', name)", [[{ kind: 'contains', field: 'name', value: 'b' }]]],
    [
      "name eq 'a' or substringof('b',resourceGroup)",
      [
        [{ kind: 'equals', field: 'name', value: 'a' }],
        [{ kind: 'contains', field: 'resourceGroup', value: 'b' }],
      ],
    ],
  ])('ARM-13 reads %s', (text, expected) => {
    expect(parseResourceFilter(text)).toEqual(expected);
  });

  it.each([
    'x',
    "name eq a'",
    "name gt 'a'",
    "colour eq 'red'",
    "tagValue eq 'a'",
    "tagName ne 'a'",
    "name eq 'a' and",
    "substringof('a', location)",
    "startswith(name, 'a')",
  ])('ARM-19 refuses %s', (text) => {
    expect(() => parseResourceFilter(text)).toThrow(/\$filter/);
  });
});
