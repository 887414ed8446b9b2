import type { FastifyRequest } from 'fastify';

type QueryValue = string | readonly string[] | undefined;

/**
 * The value of a query key in any letter case, percent-encoded or raw: clients write `$skiptoken` and
 * `$skipToken` alike. An array when the key was given more than once.
 */
export function queryValue(request: FastifyRequest, name: string): QueryValue {
  const query = request.query as Readonly<Record<string, QueryValue>> | null;
  if (query === null) return undefined;
  const exact = query[name];
  if (exact !== undefined) return exact;
  const wanted = name.toLowerCase();
  const key = Object.keys(query).find((candidate) => candidate.toLowerCase() === wanted);
  return key === undefined ? undefined : query[key];
}
