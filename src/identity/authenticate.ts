import type { FastifyRequest } from 'fastify';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { setCaller } from './caller.js';
import { isPublic } from './public.decorator.js';
import type { TokenVerifier } from './token-verifier.js';

const BEARER = /^Bearer +([\x21-\x7e]+) *$/i;

/**
 * Lets a request pass that presents a valid bearer token or asks for a public route. Throws RefusalError
 * `unauthenticated` otherwise, also on paths that nothing serves: who has no token learns nothing.
 */
export async function authenticate(request: FastifyRequest, verifier: TokenVerifier): Promise<void> {
  if (isPublic(request)) return;
  const caller = await verifier.verify(bearerToken(request.headers.authorization));
  if (caller === undefined) throw unauthenticated('the token is not valid');
  setCaller(request, caller);
}

function bearerToken(header: string | undefined): string {
  if (header === undefined) throw unauthenticated('the Authorization header is missing');
  const token = BEARER.exec(header)?.[1];
  if (token === undefined) throw unauthenticated('the Authorization header is not "Bearer" and a token');
  return token;
}

function unauthenticated(detail: string): RefusalError {
  return new RefusalError(refusal('unauthenticated', detail, { target: 'Authorization' }));
}
