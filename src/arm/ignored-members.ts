import type { FastifyReply } from 'fastify';

/** Lists what a request asked for and got no effect from, by dotted path. */
export const IGNORED_HEADER = 'x-torpor-ignored';

/** As much of the list as fits a header that every client takes. Unit: characters. */
const MAX_LENGTH = 2_000;

/**
 * Says in a header which members or parameters of a request have no effect here, so that nothing is ignored
 * silently (TORPOR-22). What is named already stays; an empty list changes nothing. Characters that a header
 * cannot carry become `?`.
 */
export function warnIgnored(reply: FastifyReply, members: readonly string[]): void {
  if (members.length === 0) return;
  const before = String(reply.getHeader(IGNORED_HEADER) ?? '');
  const named = before === '' ? [] : before.split(', ');
  const all = [...new Set([...named, ...members.map(headerSafe)])];
  reply.header(IGNORED_HEADER, shortened(all));
}

/**
 * Those of the paths at which a body asks for something. `[]` after a name stands for every item of a list, and what
 * is returned says which item. `false`, empty lists and empty objects ask for nothing: clients send back what they
 * have read.
 */
export function presentOf(paths: readonly string[], body: unknown): readonly string[] {
  return paths.flatMap((path) => membersAt(body, path.split('.'), ''));
}

function membersAt(value: unknown, [name, ...rest]: readonly string[], before: string): readonly string[] {
  if (name === undefined) return asksForSomething(value) ? [before] : [];
  if (typeof value !== 'object' || value === null) return [];
  const key = name.replace('[]', '');
  const member = (value as Readonly<Record<string, unknown>>)[key];
  const path = before === '' ? key : `${before}.${key}`;
  if (key === name) return membersAt(member, rest, path);
  if (!Array.isArray(member)) return [];
  return member.flatMap((item: unknown, at) => membersAt(item, rest, `${path}[${at}]`));
}

function asksForSomething(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}

function headerSafe(member: string): string {
  return member.replace(/[^\x21-\x2b\x2d-\x7e]/g, '?');
}

/** Whole names only; `...` stands for the rest. */
function shortened(members: readonly string[]): string {
  const list = members.join(', ');
  if (list.length <= MAX_LENGTH) return list;
  return `${list.slice(0, list.lastIndexOf(', ', MAX_LENGTH))}, ...`;
}
