import { canonicalSegment } from './canonical-segments.js';

/** A type and a name, as they alternate behind a provider: `virtualMachines` and `web-1`. */
export interface ArmIdSegment {
  readonly type: string;
  readonly name: string;
}

/** What one provider has below a scope: `Microsoft.Compute` and its chain of types and names. */
export interface ArmIdPart {
  readonly provider: string;
  readonly segments: readonly ArmIdSegment[];
}

/**
 * A resource id taken apart. A resource of one provider may carry resources of another, so there may be several
 * parts; a subscription or a group alone has none. Names keep their casing, segments are canonical.
 */
export interface ArmId {
  readonly subscriptionId: string;
  readonly resourceGroup?: string;
  readonly parts: readonly ArmIdPart[];
}

/** The id in canonical casing: fixed segments as Azure writes them, names as given. */
export function formatArmId({ subscriptionId, resourceGroup, parts }: ArmId): string {
  const scope = resourceGroup === undefined ? '' : `/resourceGroups/${resourceGroup}`;
  const path = parts.map(({ provider, segments }) => {
    const chain = segments.map(({ type, name }) => `/${canonicalSegment(type)}/${name}`).join('');
    return `/providers/${canonicalSegment(provider)}${chain}`;
  });
  return `/subscriptions/${subscriptionId}${scope}${path.join('')}`;
}

/** Reads an id in any casing; `undefined` when the text is not the id of a subscription, group or resource. */
export function parseArmId(text: string): ArmId | undefined {
  if (!text.startsWith('/')) return undefined;
  const segments = text.slice(1).split('/');
  const [first, subscriptionId] = segments;
  if (segments.includes('') || !isWord(first, 'subscriptions') || subscriptionId === undefined)
    return undefined;
  let rest = segments.slice(2);
  let resourceGroup: string | undefined;
  if (isWord(rest[0], 'resourceGroups')) {
    resourceGroup = rest[1];
    if (resourceGroup === undefined) return undefined;
    rest = rest.slice(2);
  }
  const parts = parseParts(rest);
  if (parts === undefined) return undefined;
  return resourceGroup === undefined ? { subscriptionId, parts } : { subscriptionId, resourceGroup, parts };
}

function parseParts(segments: readonly string[]): readonly ArmIdPart[] | undefined {
  const parts: ArmIdPart[] = [];
  let at = 0;
  while (at < segments.length) {
    const provider = segments[at + 1];
    if (!isWord(segments[at], 'providers') || provider === undefined) return undefined;
    at += 2;
    const chain: ArmIdSegment[] = [];
    while (at < segments.length && !isWord(segments[at], 'providers')) {
      const [type, name] = [segments[at], segments[at + 1]];
      if (type === undefined || name === undefined) return undefined;
      chain.push({ type: canonicalSegment(type), name });
      at += 2;
    }
    if (chain.length === 0) return undefined;
    parts.push({ provider: canonicalSegment(provider), segments: chain });
  }
  return parts;
}

function isWord(segment: string | undefined, word: string): boolean {
  return segment?.toLowerCase() === word.toLowerCase();
}

/** Whether two ids name the same resource: letter case does not matter anywhere in them (ARM-4). */
export function isSameArmId(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}

/** `type` of the envelope of a resource: provider and types of its last part, without names. */
export function armTypeOf({ parts }: ArmId): string {
  const last = parts.at(-1);
  if (last === undefined) return 'Microsoft.Resources/resourceGroups';
  return [last.provider, ...last.segments.map(({ type }) => type)].join('/');
}

/** Where a resource is: a subscription, and the group in it if the resource is in one. */
export interface ArmScope {
  readonly subscriptionId: string;
  readonly resourceGroup?: string;
}

/**
 * The id of a resource from its full type and its names, outermost first:
 * `resourceId(scope, 'Microsoft.Network/virtualNetworks/subnets', 'net', 'default')`. Throws TypeError when
 * types and names differ in number.
 */
export function resourceId(scope: ArmScope, fullType: string, ...names: readonly string[]): string {
  const [provider, ...types] = fullType.split('/');
  if (provider === undefined || types.length === 0 || types.length !== names.length) {
    throw new TypeError(`${fullType} does not take the names ${JSON.stringify(names)}`);
  }
  const segments = types.map((type, at) => ({ type, name: names[at] ?? '' }));
  return formatArmId({ ...scope, parts: [{ provider, segments }] });
}

export function resourceGroupId(subscriptionId: string, resourceGroup: string): string {
  return formatArmId({ subscriptionId, resourceGroup, parts: [] });
}

/** The id of a resource that extends another: the emulator's own beside a VM, for one. */
export function extensionResourceId(parentId: string, fullType: string, ...names: readonly string[]): string {
  const parent = parseArmId(parentId);
  if (parent === undefined) throw new TypeError(`not a resource id: ${parentId}`);
  const [provider = '', ...types] = fullType.split('/');
  const segments = types.map((type, at) => ({ type, name: names[at] ?? '' }));
  return formatArmId({ ...parent, parts: [...parent.parts, { provider, segments }] });
}
