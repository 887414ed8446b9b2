import { UnsupportedMediaTypeException } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { takesForm } from '../identity/public.decorator.js';
import { parseForm } from './form-body.js';

/** Nesting of a body beyond which it is refused unparsed: no document is half as deep, and walks recurse. */
export const MAX_BODY_DEPTH = 64;

const JSON_TYPE = /^(application\/json|text\/json|[\w.+-]+\/[\w.+-]+\+json)\s*(;|$)/i;

/**
 * The one parser of request bodies: JSON whatever its type is called, and nothing where there is no body, as
 * clients send actions with and without a content type (ARM-17). `undefined` stands for no body. Routes that take
 * forms get those instead, and no JSON.
 */
export function installBodyParser(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      const contentType = request.headers['content-type'];
      done(
        null,
        takesForm(request)
          ? parseForm(body as Buffer, contentType)
          : parseBody(body as Buffer, contentType, textParserOf(request)),
      );
    } catch (error) {
      done(error as Error);
    }
  });
}

/** Makes a value of the text of a body. Throws RefusalError `invalid-body`, also on text that is nested too deeply. */
export type BodyTextParser = (text: string) => unknown;

/** Marks a route whose clients send something other than JSON under the name of JSON. */
export const ParsesBodyWith = (parseBodyText: BodyTextParser): MethodDecorator =>
  RouteConfig({ parseBodyText });

function textParserOf(request: FastifyRequest): BodyTextParser | undefined {
  return (request.routeOptions.config as { readonly parseBodyText?: BodyTextParser }).parseBodyText;
}

/**
 * Throws RefusalError `invalid-body` on what the parser does not take (JSON alone, unless another one is given), and
 * UnsupportedMediaTypeException on another type.
 */
export function parseBody(
  body: Buffer,
  contentType: string | undefined,
  parseText: BodyTextParser | undefined = undefined,
): unknown {
  if (body.length === 0) return undefined;
  if (contentType !== undefined && !JSON_TYPE.test(contentType)) throw new UnsupportedMediaTypeException();
  if (parseText === undefined && isTooDeep(body)) throw tooDeep();
  const text = decode(body);
  if (text.trim() === '') return undefined;
  return parseText === undefined ? parseJson(text) : parseText(text);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new RefusalError(refusal('invalid-body', `it is not JSON (${(error as Error).message})`));
  }
}

/** The refusal of a body that is nested deeper than `MAX_BODY_DEPTH`. */
export function tooDeep(): RefusalError {
  return new RefusalError(refusal('invalid-body', `it is nested deeper than ${MAX_BODY_DEPTH} levels`));
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
