import { Controller, Get, Inject, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { WithoutApiVersion } from '../../arm/api-version.guard.js';
import { ArmParam, ArmRequest } from '../../arm/parameters.js';
import { queryValue } from '../../arm/query.js';
import { Public } from '../../identity/public.decorator.js';
import { METADATA_PATH } from '../instance-path.js';
import { answerMetadata, MetadataError, requireMetadataRequest, requireVersion } from '../metadata-answer.js';
import { GetTokenQuery } from './get-token.query.js';

/** Versions of the token end point. Source: managed identities for Azure resources, how to use a token. */
const TOKEN_VERSIONS: readonly string[] = ['2018-02-01', '2019-08-01'];

/** Tokens for who is inside a VM: no secret but the place one asks from. */
@Controller()
@WithoutApiVersion()
export class GetTokenController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Public()
  @Get(`${METADATA_PATH}/metadata/identity/oauth2/token`)
  ofMetadataService(
    @ArmParam('key') key: string,
    @ArmRequest() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return answerMetadata(reply, () => {
      requireMetadataRequest(request);
      return this.token(key, request);
    });
  }

  /** The same for clients that are told an address and a header to send, as an application host tells them. */
  @Public()
  @Get(`${METADATA_PATH}/identity`)
  ofApplicationHost(
    @ArmParam('key') key: string,
    @ArmRequest() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return answerMetadata(reply, () => {
      if (request.headers['x-identity-header'] !== key) {
        throw new MetadataError(400, { error: 'Bad request. X-IDENTITY-HEADER is missing or wrong' });
      }
      return this.token(key, request);
    });
  }

  private async token(key: string, request: FastifyRequest): Promise<object> {
    requireVersion(request, TOKEN_VERSIONS);
    const resource = single(request, 'resource');
    if (resource === undefined || resource === '') {
      throw new MetadataError(400, {
        error: 'invalid_request',
        error_description: 'Required query variable "resource" is missing',
      });
    }
    const [clientId, objectId] = [single(request, 'client_id'), single(request, 'object_id')];
    const resourceId = single(request, 'msi_res_id') ?? single(request, 'mi_res_id');
    const wanted = {
      ...(clientId === undefined ? {} : { clientId }),
      ...(objectId === undefined ? {} : { objectId }),
      ...(resourceId === undefined ? {} : { resourceId }),
    };
    const issued = await this.queries.execute(new GetTokenQuery(key, resource, wanted));
    return {
      access_token: issued.token,
      client_id: issued.clientId,
      expires_in: String(issued.expiresIn),
      expires_on: String(issued.expiresOn),
      ext_expires_in: String(issued.expiresIn),
      not_before: String(issued.notBefore),
      resource,
      token_type: 'Bearer',
    };
  }
}

/** Longest value that is looked at. Unit: characters. */
const LONGEST = 1_024;

function single(request: FastifyRequest, name: string): string | undefined {
  const value = queryValue(request, name);
  if (value === undefined || (typeof value === 'string' && value.length <= LONGEST)) return value;
  throw new MetadataError(400, { error: 'invalid_request', error_description: `${name} is not one value` });
}
