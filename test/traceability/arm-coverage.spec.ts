import { describe, expect, it } from 'vitest';
import { takesMember } from '../../src/arm/openapi/takes-member.js';
import { describedRoutes, isOwnRoute, type DescribedRoute } from './arm-coverage-document.js';

const ROUTES = describedRoutes().filter((route) => !isOwnRoute(route));
const named = ({ method, path }: DescribedRoute) => `${method} ${path}`;

/** What is wrong with the form of a sentence: it goes into a table, between other ones. */
function faultOf(sentence: string): string | undefined {
  if (!/^[A-Z]/.test(sentence)) return 'does not begin with a capital letter';
  if (/[.!?]$/.test(sentence)) return 'ends with a full stop';
  if (/[|\n]/.test(sentence)) return 'breaks the table';
  if (/\b[A-Z]+-\d+\b/.test(sentence)) return 'names a rule';
  return sentence.length > 220 ? 'is too long' : undefined;
}

/** Whether a route takes a member in its body, or a parameter in its query. */
function isTaken({ facts }: DescribedRoute, member: string): boolean {
  return facts.some(
    (fact) => (fact.kind === 'body' || fact.kind === 'query') && takesMember(fact.schema, member),
  );
}

describe('coverage of routes', () => {
  it('is there for each route of Azure', () => {
    expect(ROUTES.filter(({ coverage }) => coverage === undefined).map(named)).toEqual([]);
    expect(ROUTES.length).toBeGreaterThan(200);
  });

  it('says what comes of a request in a sentence without a full stop', () => {
    const faults = ROUTES.flatMap((route) => {
      const fault = faultOf(route.coverage?.does ?? '');
      return fault === undefined ? [] : [`${named(route)} ${fault}: ${route.coverage?.does}`];
    });
    expect(faults).toEqual([]);
  });

  it('TORPOR-22 names members without effect that the route takes, each once', () => {
    const faults = ROUTES.flatMap((route) => {
      const { ignores = [] } = route.coverage ?? {};
      const unknown = ignores.filter((member) => !isTaken(route, member));
      const repeated = ignores.filter((member, at) => ignores.indexOf(member) !== at);
      return [...unknown, ...repeated].map((member) => `${named(route)} ${member}`);
    });
    expect(faults).toEqual([]);
  });
});
