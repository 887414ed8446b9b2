import type { FastifyRequest } from 'fastify';
import { refusal, type RefusalCode } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { setCaller } from './caller.js';
import { isPublic } from './public.decorator.js';
import type { TokenVerifier } from './token-verifier.js';

const BEARER = /^Bearer +([\x21-\x7e]+) *$/i;

/**
 * Lets a request pass that presents a valid bearer token or asks for a public route. Throws RefusalError
 * `unauthenticated`, `token-invalid` or `token-expired` otherwise, also on paths that nothing serves: who has no
 * token learns nothing.
 */
export async function authenticate(request: FastifyRequest, verifier: TokenVerifier): Promise<void> {
  if (isPublic(request)) return;
  const verdict = await verifier.verify(bearerToken(request.headers.authorization));
  switch (verdict.kind) {
    case 'valid':
      setCaller(request, verdict.caller);
      return;
    case 'expired':
      throw refused('token-expired', 'ask the authority for another one');
    case 'invalid':
      throw refused('token-invalid', 'the token is not valid');
  }
}

function bearerToken(header: string | undefined): string {
  if (header === undefined) throw refused('unauthenticated', 'the Authorization header is missing');
  const token = BEARER.exec(header)?.[1];
  if (token === undefined) {
    throw refused('unauthenticated', 'the Authorization header is not "Bearer" and a token');
  }
  return token;
}

function refused(code: RefusalCode, detail: string): RefusalError {
  return new RefusalError(refusal(code, detail, { target: 'Authorization' }));
}
