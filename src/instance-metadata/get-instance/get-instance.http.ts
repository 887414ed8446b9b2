import { Controller, Get, Inject, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { WithoutApiVersion } from '../../arm/api-version.guard.js';
import { ArmParam, ArmRequest } from '../../arm/parameters.js';
import { queryValue } from '../../arm/query.js';
import { Public } from '../../identity/public.decorator.js';
import { partOf } from '../document-path.js';
import { METADATA_PATH } from '../instance-path.js';
import {
  answerMetadata,
  INSTANCE_VERSIONS,
  MetadataError,
  requireMetadataRequest,
  requireVersion,
} from '../metadata-answer.js';
import { GetInstanceQuery } from './get-instance.query.js';

/** What a guest is told about its VM, whole or in part. */
@Controller()
@WithoutApiVersion()
export class GetInstanceController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Public()
  @Get(`${METADATA_PATH}/metadata/versions`)
  versions(
    @ArmRequest() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return answerMetadata(reply, () => {
      requireMetadataRequest(request);
      return Promise.resolve({ apiVersions: INSTANCE_VERSIONS });
    });
  }

  @Public()
  @Get(`${METADATA_PATH}/metadata/instance`)
  whole(
    @ArmParam('key') key: string,
    @ArmRequest() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.answer(key, [], request, reply);
  }

  @Public()
  @Get(`${METADATA_PATH}/metadata/instance/*`)
  part(
    @ArmParam('key') key: string,
    @ArmParam('*') path: string,
    @ArmRequest() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.answer(key, path.split('/'), request, reply);
  }

  private answer(key: string, path: readonly string[], request: FastifyRequest, reply: FastifyReply) {
    return answerMetadata(reply, async () => {
      requireMetadataRequest(request);
      requireVersion(request, INSTANCE_VERSIONS);
      return partOf(await this.queries.execute(new GetInstanceQuery(key)), path, formatOf(request));
    });
  }
}

function formatOf(request: FastifyRequest): 'json' | 'text' {
  const format = queryValue(request, 'format') ?? 'json';
  if (format === 'json' || format === 'text') return format;
  throw new MetadataError(400, { error: 'Bad request. format is json or text' });
}
