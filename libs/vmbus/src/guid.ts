/** A GUID in canonical lower-case text form, e.g. `f8b3781a-1e82-4818-a1c3-63d806ec15bb`. */
export type Guid = string & { readonly __brand: 'Guid' };

const CANONICAL = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Reads a GUID in any letter case, with or without braces; `undefined` when the text is not one. */
export function parseGuid(text: string): Guid | undefined {
  const bare = text
    .trim()
    .replace(/^\{(.*)\}$/, '$1')
    .toLowerCase();
  return CANONICAL.test(bare) ? (bare as Guid) : undefined;
}

/** A GUID known to be well-formed (a constant, a stored value). Throws `TypeError` otherwise. */
export function guid(text: string): Guid {
  const parsed = parseGuid(text);
  if (parsed === undefined) throw new TypeError(`not a GUID: ${JSON.stringify(text)}`);
  return parsed;
}
