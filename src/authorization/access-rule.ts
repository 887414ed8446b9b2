import { canonicalSegment } from '../arm/canonical-segments.js';
import { EMULATOR } from '../emulator-namespace/emulator-resource.js';
import { isWord, type RouteShape, routeShape, type Segment, textOf } from './route-shape.js';

type Params = Readonly<Record<string, string>>;

/** What a request needs. Scopes are ids in canonical casing; `/` is the installation. */
export type AccessRule =
  /** A token: the answer holds nothing of anybody else. */
  | { readonly kind: 'any-caller' }
  /** Any role over the scope, above it or below it: what is read there is no resource of anybody. */
  | { readonly kind: 'any-role'; readonly action: string; readonly scope: string }
  /** A role that allows the action over the scope. */
  | { readonly kind: 'action'; readonly action: string; readonly scope: string }
  /**
   * The same for a list; who has rights only over something below the scope sees that. `isOfAllTypes`: of each item
   * by its own type.
   */
  | {
      readonly kind: 'list';
      readonly action: string;
      readonly scope: string;
      readonly isOfAllTypes: boolean;
    }
  /** The action over what an operation is about, or for a poll to have begun it. */
  | {
      readonly kind: 'operation';
      readonly action: string;
      readonly scope: string;
      readonly operationId: string;
      readonly isPoll: boolean;
    };

/** Routes outside of Azure's scopes that need a token and nothing else. What they answer is the same to everybody, or only the caller's own. */
const ANY_CALLER: readonly string[] = ['/subscriptions', '/tenants', '/openapi.json'];

/**
 * Types of the emulator that are one for the whole installation, whatever subscription a path names: changing
 * them touches everybody, so that a role over one subscription is not enough (ASSUME-23).
 */
const OF_INSTALLATION: readonly string[] = [
  'hosts',
  'policies',
  'guestProfiles',
  'clock',
  'throttling',
  'servicePrincipals',
  'subscriptions',
];
/** Of these, what everybody may read who has a role at all: it names nobody's resources. */
const READABLE_BY_ALL: readonly string[] = ['policies', 'guestProfiles', 'clock', 'throttling'];
/** Further types that are the same for everybody. */
const CATALOGUES: readonly string[] = [
  `${EMULATOR}/hostGenerations`,
  `${EMULATOR}/faultKinds`,
  'Microsoft.Compute/skus',
  'Microsoft.Authorization/roleDefinitions',
  'Microsoft.Authorization/permissions',
  'Microsoft.Features/features',
  // The activity log shows of each event who may see it.
  'Microsoft.Insights/eventtypes',
];
/** Providers whose requests name many resources in their body: each is judged by itself, and answered by itself. */
const JUDGED_ONE_BY_ONE: readonly string[] = ['Microsoft.ComputeSchedule'];
/** Lists of resources by location; whatever else is in a location is a catalogue. */
const LISTED_BY_LOCATION: readonly string[] = ['virtualMachines'];
/** Of a location, and of a subscription all the same. */
const COUNTED_BY_LOCATION: readonly string[] = ['usages'];
const OPERATION_TYPES = /^(?:\w*operations|operationresults|operationstatus(?:es)?)$/i;

/** How the needs of requests to one route follow from their parameters. */
export type RouteAccess = (params: Params) => AccessRule;

/** The access rule of a route. Every route has one: what is not known needs the whole installation. */
export function routeAccess(method: string, pattern: string): RouteAccess {
  if (ANY_CALLER.includes(pattern.toLowerCase())) return () => ({ kind: 'any-caller' });
  const shape = routeShape(pattern);
  if (shape === undefined) {
    const action = `${EMULATOR}/routes/${verbOf(method)}`;
    return () => ({ kind: 'action', action, scope: '/' });
  }
  return ruleOf(method, shape);
}

function ruleOf(method: string, shape: RouteShape): RouteAccess {
  const isRead = verbOf(method) === 'read';
  const place = placeOf(shape);
  if (isOperation(shape)) {
    return (params) => ({
      kind: 'operation',
      action: place.action(method, params),
      scope: place.scope(params),
      operationId: textOf(shape.pairs.at(-1)?.name ?? shape.namespace, params),
      isPoll: isRead,
    });
  }
  if (isInstallationWide(shape)) {
    const isOpen = isRead && READABLE_BY_ALL.some((type) => isWord(firstType(shape), type));
    return (params) => {
      const action = place.action(method, params);
      return isOpen
        ? { kind: 'any-role', action, scope: place.root(params) }
        : { kind: 'action', action, scope: place.ofInstallation(params) };
    };
  }
  if (isOneOf(shape.namespace, JUDGED_ONE_BY_ONE) || (isRead && isCatalogue(shape))) {
    return (params) => ({
      kind: 'any-role',
      action: place.action(method, params),
      scope: place.root(params),
    });
  }
  if (isRead && shape.tail !== undefined) {
    const isOfAllTypes = shape.lead.length === 0 && isWord(shape.tail, 'resources');
    return (params) => ({
      kind: 'list',
      action: place.action(method, params),
      scope: place.scope(params),
      isOfAllTypes,
    });
  }
  return (params) => ({
    kind: 'action',
    action: place.action(method, params),
    scope: place.scope(params),
  });
}

function placeOf(shape: RouteShape) {
  const { namespace, lead, pairs, tail } = shape;
  const isByLocation =
    pairs.length === 1 && isWord(pairs[0]?.type, 'locations') && isOneOf(tail, LISTED_BY_LOCATION);
  // The scope of a list by location is the subscription: the resources are not in the location.
  const ofScope = isByLocation ? [] : [...lead, ...pairs.flatMap(({ type, name }) => [type, name])];
  const scopeSegments = tail !== undefined && pairs.length === 0 ? shape.scope : [...shape.scope, ...ofScope];
  const rootLength = { installation: 0, subscription: 2, group: 4 }[shape.root];
  return {
    scope: (params: Params) => pathOf(scopeSegments, params),
    ofInstallation: (params: Params) =>
      pathOf([...lead, ...pairs.flatMap(({ type, name }) => [type, name])], params),
    root: (params: Params) =>
      pathOf(shape.scope.length > rootLength ? shape.scope : shape.scope.slice(0, rootLength), params),
    action: (method: string, params: Params) => {
      const types = isByLocation ? [] : pairs.map(({ type }) => type);
      const words = [namespace, ...types, ...(tail === undefined ? [] : [tail])];
      const type = words.map((word) => canonicalSegment(textOf(word, params))).join('/');
      return `${type}/${verbOf(method)}`;
    },
  };
}

function pathOf(segments: readonly Segment[], params: Params): string {
  return `/${segments.map((segment) => textOf(segment, params)).join('/')}`;
}

function verbOf(method: string): 'read' | 'write' | 'delete' | 'action' {
  switch (method.toUpperCase()) {
    case 'GET':
    case 'HEAD':
      return 'read';
    case 'PUT':
    case 'PATCH':
      return 'write';
    case 'DELETE':
      return 'delete';
    default:
      return 'action';
  }
}

function firstType({ pairs, tail }: RouteShape): Segment | undefined {
  return pairs[0]?.type ?? tail;
}

function isInstallationWide(shape: RouteShape): boolean {
  return (
    isWord(shape.namespace, EMULATOR) && shape.root !== 'group' && isOneOf(firstType(shape), OF_INSTALLATION)
  );
}

/** Polls of a location or a subscription, and the operations of the emulator with what is done to them. */
function isOperation({ namespace, pairs }: RouteShape): boolean {
  const last = pairs.at(-1);
  if (last?.type.kind !== 'word' || last.name.kind !== 'parameter') return false;
  if (isWord(namespace, EMULATOR)) return pairs.length === 1 && isWord(last.type, 'operations');
  const isOfPlace = pairs.length === 1 || (pairs.length === 2 && isWord(pairs[0]?.type, 'locations'));
  return isOfPlace && OPERATION_TYPES.test(last.type.text);
}

function isCatalogue(shape: RouteShape): boolean {
  const { root, lead, namespace, pairs, tail } = shape;
  const first = firstType(shape);
  // Features are named below the provider that they are of.
  if (shape.scope.some((segment) => isWord(segment, 'Microsoft.Features'))) return true;
  if (
    CATALOGUES.some((type) => `${nameOf(namespace)}/${nameOf(first)}`.toLowerCase() === type.toLowerCase())
  ) {
    return true;
  }
  if (root !== 'subscription') return false;
  // The subscription itself, its locations and its providers.
  if (lead.length === 0) return first === undefined || isOneOf(first, ['locations', 'providers']);
  if (first === undefined) return true;
  return (
    isWord(first, 'locations') &&
    !isOneOf(pairs.length === 1 ? tail : undefined, [...LISTED_BY_LOCATION, ...COUNTED_BY_LOCATION])
  );
}

function nameOf(segment: Segment | undefined): string {
  return segment?.kind === 'word' ? segment.text : '';
}

function isOneOf(segment: Segment | undefined, words: readonly string[]): boolean {
  return words.some((word) => isWord(segment, word));
}
