import { createHash } from 'node:crypto';
import pg from 'pg';

/** Statements that get a name; texts beyond these are composed, and would fill the memory of every connection. */
const MOST_NAMED = 500;

/** Enough that two statements never share a name. PostgreSQL takes 63 characters. */
const NAME_LENGTH = 32;

const names = new Map<string, string>();

/**
 * A client that prepares every statement with parameters: PostgreSQL parses and plans it once a connection instead
 * of at every call. The product's statements are few and always the same.
 */
export class PreparingClient extends pg.Client {
  override query(...args: unknown[]): never {
    const [text, values, ...rest] = args;
    const name =
      typeof text === 'string' && Array.isArray(values) && values.length > 0 ? nameOf(text) : undefined;
    const named = name === undefined ? args : [{ name, text, values }, ...rest];
    // What the driver's overloads answer (a promise, or nothing with a callback) is passed through as it is.
    return (super.query as (...given: unknown[]) => never).apply(this, named);
  }
}

function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= MOST_NAMED) return known;
  const name = createHash('sha256').update(text).digest('base64url').slice(0, NAME_LENGTH);
  names.set(text, name);
  return name;
}
