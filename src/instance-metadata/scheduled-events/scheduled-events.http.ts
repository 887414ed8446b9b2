import { Controller, Get, Inject, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { ArmPost } from '../../arm/answers.js';
import { WithoutApiVersion } from '../../arm/api-version.guard.js';
import { ArmParam, ArmRequest } from '../../arm/parameters.js';
import { Public } from '../../identity/public.decorator.js';
import type { FastifyRequest } from 'fastify';
import { METADATA_PATH } from '../instance-path.js';
import { answerMetadata, MetadataError, requireMetadataRequest, requireVersion } from '../metadata-answer.js';
import { GetScheduledEventsQuery } from './get-scheduled-events.query.js';
import { EVENT_VERSIONS } from './scheduled-events-document.js';

const START_REQUESTS = z.object({
  StartRequests: z.array(z.object({ EventId: z.string().max(64) })).max(100),
});

/** What is about to happen to the VM, as its guest is told. */
@Controller()
@WithoutApiVersion()
export class ScheduledEventsController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Public()
  @Get(`${METADATA_PATH}/metadata/scheduledevents`)
  get(
    @ArmParam('key') key: string,
    @ArmRequest() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return answerMetadata(reply, () => this.document(key, request));
  }

  /** A guest says that an event may start now. Every event here has started, so nothing comes of it. */
  @Public()
  @ArmPost(`${METADATA_PATH}/metadata/scheduledevents`)
  approve(
    @ArmParam('key') key: string,
    @ArmRequest() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return answerMetadata(reply, async () => {
      const { Events } = await this.document(key, request);
      const body = START_REQUESTS.safeParse(request.body);
      const ids = Events.map(({ EventId }) => EventId);
      if (
        !body.success ||
        body.data.StartRequests.some(({ EventId }) => !ids.includes(EventId.toUpperCase()))
      ) {
        throw new MetadataError(400, {
          error: 'Bad request. StartRequests must name events of the document',
        });
      }
      return '';
    });
  }

  private async document(key: string, request: FastifyRequest) {
    requireMetadataRequest(request);
    requireVersion(request, EVENT_VERSIONS);
    return this.queries.execute(new GetScheduledEventsQuery(key));
  }
}
