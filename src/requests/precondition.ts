import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { refusal, type Refusal } from '#libs/refusal';

/** In which version a caller wants to find a resource before changing it; empty: in any, or not at all. */
export interface Precondition {
  readonly ifMatch?: string;
  readonly ifNoneMatch?: string;
}

/** The `If-Match` and `If-None-Match` of a request, as a parameter of a handler. */
export const RequestPrecondition = createParamDecorator(
  (_: unknown, context: ExecutionContext): Precondition => {
    const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
    return {
      ...(headers['if-match'] === undefined ? {} : { ifMatch: headers['if-match'] }),
      ...(headers['if-none-match'] === undefined ? {} : { ifNoneMatch: headers['if-none-match'] }),
    };
  },
);

/**
 * Why a precondition is not met by a resource with this tag, `undefined` for one that does not exist (ARM-14).
 * Tags compare weakly: with or without `W/` and quotation marks.
 */
export function preconditionRefusal(
  { ifMatch, ifNoneMatch }: Precondition,
  tag: string | undefined,
): Refusal | undefined {
  if (ifMatch !== undefined && !isAmong(ifMatch, tag)) {
    return refusal('precondition-failed', `If-Match is ${ifMatch}, ${found(tag)}`, { target: 'If-Match' });
  }
  if (ifNoneMatch !== undefined && isAmong(ifNoneMatch, tag)) {
    return refusal('precondition-failed', `If-None-Match is ${ifNoneMatch}, ${found(tag)}`, {
      target: 'If-None-Match',
    });
  }
  return undefined;
}

function isAmong(list: string, tag: string | undefined): boolean {
  if (tag === undefined) return false;
  const tags = list.split(',').map(bareTag);
  return tags.includes('*') || tags.includes(bareTag(tag));
}

function bareTag(text: string): string {
  return text
    .trim()
    .replace(/^W\//i, '')
    .replace(/^"(.*)"$/, '$1');
}

function found(tag: string | undefined): string {
  return tag === undefined ? 'and there is no such resource' : `and the resource is ${tag}`;
}
