import { describe, expect, it } from 'vitest';
import { filterClauses } from './odata-filter.js';

const comparison = (member: string, operator: string, value: string) => ({
  kind: 'comparison',
  member,
  operator,
  value,
});

describe('filterClauses', () => {
  it.each<readonly [string, unknown]>([
    ['', []],
    ['  ', []],
    ["roleName eq 'Reader'", [comparison('rolename', 'eq', 'Reader')]],
    ["name eq 'it''s and more'", [comparison('name', 'eq', "it's and more")]],
    [
      "eventTimestamp ge '2024-01-01T00:00:00Z' and eventTimestamp LE 2024-01-02T00:00:00Z",
      [
        comparison('eventtimestamp', 'ge', '2024-01-01T00:00:00Z'),
        comparison('eventtimestamp', 'le', '2024-01-02T00:00:00Z'),
      ],
    ],
    [
      "atScope() AND assignedTo('x')",
      [
        { kind: 'call', name: 'atscope', argument: undefined },
        { kind: 'call', name: 'assignedto', argument: 'x' },
      ],
    ],
  ])('ARM-13 reads %j', (filter, clauses) => {
    expect(filterClauses(filter)).toEqual(clauses);
  });

  it.each([
    "name eq 'a' or name eq 'b'",
    "name eq 'a",
    'name',
    "(name eq 'a')",
    "substringof('a', name)",
    "and name eq 'a'",
    `name eq '${'x'.repeat(5_000)}'`,
  ])('ARM-19 does not pass over what it does not understand: %j', (filter) => {
    expect(() => filterClauses(filter)).toThrow('$filter');
  });
});
