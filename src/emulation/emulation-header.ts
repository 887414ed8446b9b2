import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { refusal } from '#libs/refusal';
import { schemaRefusals } from '../arm/schema-refusals.js';
import { RefusalError } from '../errors/refusal-error.js';
import { EMULATION_MEMBERS, type EmulationUpdate } from './emulation-update.js';

/**
 * Header in which a client that knows Torpor says how a VM that it creates is to be emulated from the start, as
 * JSON: `{"policy":"local-hyperv"}`. Clients of Azure do not send it, and the body stays Azure's.
 */
export const EMULATION_HEADER = 'x-torpor-emulation';

const SCHEMA = z.strictObject(EMULATION_MEMBERS);

/** Longest value that is read. Unit: characters. */
const LONGEST = 8_192;

/** The emulation that a request asks for, or `undefined`. Throws `RefusalError` invalid-parameter, unknown-member. */
export const EmulationHeader = createParamDecorator(
  (_: unknown, context: ExecutionContext): EmulationUpdate | undefined => {
    const value = context.switchToHttp().getRequest<FastifyRequest>().headers[EMULATION_HEADER];
    return value === undefined ? undefined : readEmulationHeader(String(value));
  },
);

export function readEmulationHeader(value: string): EmulationUpdate {
  const document = parse(value);
  const result = SCHEMA.safeParse(document);
  if (result.success) return result.data as EmulationUpdate;
  const refusals = schemaRefusals(result.error.issues, document, {
    code: 'invalid-parameter',
    root: EMULATION_HEADER,
  });
  throw new RefusalError(refusals[0], refusals);
}

function parse(value: string): unknown {
  try {
    if (value.length <= LONGEST) return JSON.parse(value) as unknown;
  } catch {
    // Told below, as for a value that is too long.
  }
  throw new RefusalError(
    refusal('invalid-parameter', `${EMULATION_HEADER} is not JSON of at most ${LONGEST} characters`, {
      target: EMULATION_HEADER,
    }),
  );
}
