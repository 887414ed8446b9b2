import type { FastifyRequest } from 'fastify';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';

const UNSTORABLE = /\u0000|\p{Surrogate}/u;

/** Text without U+0000, which the database cannot hold, and without halves of characters, which no encoding can. */
export function isStorable(text: string): boolean {
  return !UNSTORABLE.test(text);
}

/** Refuses a path or a query with U+0000 in it, before a name of it reaches the database. */
export function refuseUnstorableTarget({ url }: FastifyRequest): void {
  if (!/%00|\u0000/.test(url)) return;
  throw new RefusalError(refusal('invalid-parameter', 'the path or the query has the character U+0000'));
}
