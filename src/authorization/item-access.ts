import { armTypeOf, parseArmId } from '../arm/arm-id.js';
import type { Rights } from './rights.js';
import { scopeKey } from './scope.js';

/** Documents about another resource, which decides who may see them: where that is named. */
const ABOUT_ANOTHER: readonly string[] = ['Torpor.Emulator/operations'];

/** Whether a caller may see an item of a list. An item that says nothing of itself is not shown. */
export function mayRead(rights: Rights, item: unknown): boolean {
  const { id, properties } = (item ?? {}) as {
    readonly id?: unknown;
    readonly properties?: { readonly resourceId?: unknown };
  };
  if (typeof id !== 'string') return false;
  const type = typeOf(id);
  if (type === undefined) return false;
  const scope = ABOUT_ANOTHER.includes(type) ? properties?.resourceId : id;
  return typeof scope === 'string' && rights.allows(`${type}/read`, scopeKey(scope));
}

/** The type of a resource, a group or a subscription as actions name it; `undefined` for what is no id. */
export function typeOf(id: string): string | undefined {
  const parsed = parseArmId(id);
  if (parsed === undefined) return undefined;
  if (parsed.parts.length > 0) return armTypeOf(parsed);
  return parsed.resourceGroup === undefined
    ? 'Microsoft.Resources/subscriptions'
    : 'Microsoft.Resources/subscriptions/resourceGroups';
}
