import { Controller, Get, Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { WithoutApiVersion } from '../../arm/api-version.guard.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmParam, ArmQuery, ArmReply } from '../../arm/parameters.js';
import { Public } from '../../identity/public.decorator.js';
import { SERIAL_LOG_PATH } from '../serial-log-link.js';
import { GetSerialLogQuery } from './get-serial-log.query.js';

const QUERY = z.object({
  se: z.coerce.number().int().min(0).default(0),
  sig: z.string().default(''),
});

/** Clients fetch this link as they would fetch a blob: without a token, by the signature in it. */
@WithoutApiVersion()
@Controller()
export class GetSerialLogController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Covers({ does: 'Shows the serial log of a guest by a signed link' })
  @Public()
  @Get(`${SERIAL_LOG_PATH}/:vmId/serialConsole.log`)
  async get(
    @ArmParam('vmId', z.guid()) vmId: string,
    @ArmQuery(QUERY) { se, sig }: z.output<typeof QUERY>,
    @ArmReply() reply: FastifyReply,
  ): Promise<string> {
    reply.type('text/plain; charset=utf-8');
    return this.queries.execute(new GetSerialLogQuery(vmId, se, sig));
  }
}
