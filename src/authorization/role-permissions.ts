import { BUILT_IN_ROLES, type BuiltInRole } from './built-in-roles.js';

/** Decisions remembered per role. Actions come from routes and types of resources, so there are few. */
const MOST_REMEMBERED = 2_000;

/** Decides which actions a role allows. `*` stands for any text, also across slashes; letter case does not matter. */
class RolePermissions {
  readonly #allowed: readonly RegExp[];
  readonly #taken: readonly RegExp[];
  readonly #decided = new Map<string, boolean>();

  constructor({ actions, notActions }: BuiltInRole) {
    this.#allowed = actions.map(pattern);
    this.#taken = notActions.map(pattern);
  }

  allows(action: string): boolean {
    const known = this.#decided.get(action);
    if (known !== undefined) return known;
    const matches = (expression: RegExp) => expression.test(action);
    const verdict = this.#allowed.some(matches) && !this.#taken.some(matches);
    if (this.#decided.size < MOST_REMEMBERED) this.#decided.set(action, verdict);
    return verdict;
  }
}

function pattern(action: string): RegExp {
  const text = action.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${text.join('.*')}$`, 'i');
}

const BY_ID: ReadonlyMap<string, RolePermissions> = new Map(
  BUILT_IN_ROLES.map((role) => [role.id, new RolePermissions(role)]),
);

/** Whether a role allows an action. A role that is not known allows nothing. */
export function roleAllows(roleId: string, action: string): boolean {
  return BY_ID.get(roleId)?.allows(action) ?? false;
}
