import { canonicalSegment } from '../arm/canonical-segments.js';

/** One segment of a route: a fixed word, or a parameter. */
export type Segment =
  { readonly kind: 'word'; readonly text: string } | { readonly kind: 'parameter'; readonly name: string };

/** A type and the name that follows it. */
export interface Pair {
  readonly type: Segment;
  readonly name: Segment;
}

/**
 * A route of Azure Resource Manager taken apart. Scopes nest: what one provider has extends what the one before it
 * has, and only the last provider says which type a request is about.
 */
export interface RouteShape {
  readonly root: 'installation' | 'subscription' | 'group';
  /** Segments of the scope before the last provider, as they follow each other. */
  readonly scope: readonly Segment[];
  /** Words of the type before the pairs: a namespace, or what stands for one outside of providers. */
  readonly namespace: Segment;
  /** Segments between the scope and the pairs: `providers/<namespace>`, or none. */
  readonly lead: readonly Segment[];
  readonly pairs: readonly Pair[];
  /** A single segment at the end: a list, a part of a document, or the verb of an action. */
  readonly tail: Segment | undefined;
}

/** Takes a route pattern apart; `undefined` when it is not below a subscription or `/providers`. */
export function routeShape(pattern: string): RouteShape | undefined {
  const segments = pattern.split('/').slice(1).map(segmentOf);
  const isSubscription = isWord(segments[0], 'subscriptions') && segments[1]?.kind === 'parameter';
  if (!isSubscription && !isWord(segments[0], 'providers')) return undefined;
  const isGroup =
    isSubscription && isWord(segments[2], 'resourceGroups') && segments[3]?.kind === 'parameter';
  const root = isGroup ? 'group' : isSubscription ? 'subscription' : 'installation';
  const rootLength = isGroup ? 4 : isSubscription ? 2 : 0;
  const rest = segments.slice(rootLength);
  const last = rest.findLastIndex((segment) => isWord(segment, 'providers'));
  const namespace = last === -1 ? undefined : rest[last + 1];
  if (namespace === undefined) {
    // Types of Azure Resource Manager itself, which stand outside of any provider.
    const word = isGroup ? 'Microsoft.Resources/subscriptions/resourceGroups' : ARM_NAMESPACE;
    return { root, scope: segments.slice(0, rootLength), namespace: wordOf(word), lead: [], ...chain(rest) };
  }
  return {
    root,
    scope: segments.slice(0, rootLength + last),
    namespace,
    lead: rest.slice(last, last + 2),
    ...chain(rest.slice(last + 2)),
  };
}

const ARM_NAMESPACE = 'Microsoft.Resources/subscriptions';

function chain(segments: readonly Segment[]): Pick<RouteShape, 'pairs' | 'tail'> {
  const pairs: Pair[] = [];
  for (let at = 0; at + 1 < segments.length; at += 2) {
    const [type, name] = [segments[at], segments[at + 1]];
    if (type !== undefined && name !== undefined) pairs.push({ type, name });
  }
  return { pairs, tail: segments.length % 2 === 1 ? segments.at(-1) : undefined };
}

/** The text of a segment in a request. A slash within a name stays part of the name. */
export function textOf(segment: Segment, params: Readonly<Record<string, string>>): string {
  if (segment.kind === 'word') return segment.text;
  return (params[segment.name] ?? '').replaceAll('/', '%2F');
}

export function isWord(segment: Segment | undefined, word: string): boolean {
  return segment?.kind === 'word' && segment.text.toLowerCase() === word.toLowerCase();
}

function segmentOf(text: string): Segment {
  return text.startsWith(':') ? { kind: 'parameter', name: text.slice(1) } : wordOf(canonicalSegment(text));
}

function wordOf(text: string): Segment {
  return { kind: 'word', text };
}
