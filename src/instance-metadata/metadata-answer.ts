import type { FastifyReply, FastifyRequest } from 'fastify';
import { queryValue } from '../arm/query.js';

/** Versions that clients are told of when they name none. Source: Azure Instance Metadata Service, versions. */
export const INSTANCE_VERSIONS: readonly string[] = [
  '2017-04-02',
  '2017-08-01',
  '2017-12-01',
  '2018-02-01',
  '2018-04-02',
  '2018-10-01',
  '2019-02-01',
  '2019-03-11',
  '2019-04-30',
  '2019-06-01',
  '2019-06-04',
  '2019-08-01',
  '2019-08-15',
  '2019-11-01',
  '2020-06-01',
  '2020-07-15',
  '2020-09-01',
  '2020-10-01',
  '2020-12-01',
  '2021-01-01',
  '2021-02-01',
  '2021-03-01',
  '2021-05-01',
  '2021-11-01',
  '2021-11-15',
  '2021-12-13',
  '2023-07-01',
  '2023-11-15',
];

/** A "no" of the metadata service, which has error documents of its own. */
export class MetadataError extends Error {
  constructor(
    readonly status: number,
    readonly document: Readonly<Record<string, unknown>>,
  ) {
    super(String(document['error']));
    this.name = 'MetadataError';
  }
}

/**
 * Refuses what a web page or a proxy could be made to send: the service answers only who says that metadata is
 * meant, and nobody for whom somebody else asks. Throws MetadataError.
 */
export function requireMetadataRequest(request: FastifyRequest): void {
  if (String(request.headers['metadata']).toLowerCase() !== 'true') {
    throw new MetadataError(400, { error: 'Bad request. Required metadata header not specified' });
  }
  if (request.headers['x-forwarded-for'] !== undefined) {
    throw new MetadataError(400, { error: 'Bad request. A forwarded request is not answered' });
  }
}

/** The version asked for. Throws MetadataError, which names the newest ones. */
export function requireVersion(request: FastifyRequest, known: readonly string[]): string {
  const version = queryValue(request, 'api-version');
  if (typeof version === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(version)) return version;
  throw new MetadataError(400, {
    error: 'Bad request. api-version is invalid or was not specified in the request.',
    'newest-versions': known.slice(-3).reverse(),
  });
}

/** Answers with what the work gives, or with the error document of what it refuses. */
export async function answerMetadata(
  reply: FastifyReply,
  work: () => Promise<object | string>,
): Promise<string> {
  try {
    const found = await work();
    if (typeof found === 'string') {
      reply.type('text/plain; charset=utf-8');
      return found;
    }
    reply.type('application/json; charset=utf-8');
    return JSON.stringify(found);
  } catch (thrown) {
    if (!(thrown instanceof MetadataError)) throw thrown;
    reply.code(thrown.status).type('application/json; charset=utf-8');
    return JSON.stringify(thrown.document);
  }
}
