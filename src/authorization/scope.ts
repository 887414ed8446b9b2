/**
 * Scopes as rights compare them: ids in lower case, of ASCII alone, so that no locale decides who may do what. The
 * installation as a whole is the empty text.
 */
export type ScopeKey = string;

export const INSTALLATION: ScopeKey = '';

/** The key of an id or a path; `/` is the installation. */
export function scopeKey(id: string): ScopeKey {
  return id === '/' ? INSTALLATION : id.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Whether a scope is another one or below it. */
export function isWithin(scope: ScopeKey, ancestor: ScopeKey): boolean {
  return scope.startsWith(ancestor) && (scope.length === ancestor.length || scope[ancestor.length] === '/');
}

/** Whether a scope is below another one and not it. */
export function isBelow(scope: ScopeKey, ancestor: ScopeKey): boolean {
  return scope.length > ancestor.length && isWithin(scope, ancestor);
}
