import { UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';

/** Nesting of a body beyond which it is refused unparsed: no document is half as deep, and walks recurse. */
export const MAX_BODY_DEPTH = 64;

const JSON_TYPE = /^(application\/json|text\/json|[\w.+-]+\/[\w.+-]+\+json)\s*(;|$)/i;

/**
 * The one parser of request bodies: JSON whatever its type is called, and nothing where there is no body, as
 * clients send actions with and without a content type (ARM-17). `undefined` stands for no body.
 */
export function installBodyParser(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      done(null, parseBody(body as Buffer, request.headers['content-type']));
    } catch (error) {
      done(error as Error);
    }
  });
}

/** Throws RefusalError `invalid-body` on malformed JSON, UnsupportedMediaTypeException on another type. */
export function parseBody(body: Buffer, contentType: string | undefined): unknown {
  if (body.length === 0) return undefined;
  if (contentType !== undefined && !JSON_TYPE.test(contentType)) throw new UnsupportedMediaTypeException();
  if (isTooDeep(body)) {
    throw new RefusalError(refusal('invalid-body', `it is nested deeper than ${MAX_BODY_DEPTH} levels`));
  }
  const text = decode(body);
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new RefusalError(refusal('invalid-body', `it is not JSON (${(error as Error).message})`));
  }
}

/** Strips a byte order mark, as the decoder does by default. */
function decode(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new RefusalError(refusal('invalid-body', 'it is not valid UTF-8'));
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Counts brackets outside strings, on bytes: every one of these characters is a single byte in UTF-8. */
function isTooDeep(body: Buffer): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < body.length; at++) {
    const byte = body[at];
    if (isInString) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) isInString = false;
    } else if (byte === QUOTE) isInString = true;
    else if (byte === 0x7b || byte === 0x5b) {
      depth++;
      if (depth > MAX_BODY_DEPTH) return true;
    } else if (byte === 0x7d || byte === 0x5d) depth--;
  }
  return false;
}
