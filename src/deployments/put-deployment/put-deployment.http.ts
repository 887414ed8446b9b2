import { Controller, Inject, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { ArmBody } from '../../arm/body.js';
import { presentOf, warnIgnored } from '../../arm/ignored-members.js';
import { ParsesBodyWith } from '../../arm/json-body.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmReply } from '../../arm/parameters.js';
import { RequestCaller } from '../../identity/caller.js';
import type { Caller } from '../../identity/token-verifier.js';
import type { DeploymentName } from '../../persistence/deployment.repository.js';
import {
  DEPLOYMENT_BODY,
  type DeploymentBody,
  IGNORED_OF_DEPLOYMENT,
  wantedDeployment,
} from '../deployment-body.dto.js';
import { deploymentDocument, type DeploymentDocument } from '../deployment-document.js';
import { onDeployment, PathDeployment } from '../deployment-name.js';
import { acceptDeployment, deploymentRequest } from '../deployment-request.js';
import { parseLenientJson } from '../lenient-json.js';
import { PutDeploymentCommand } from './put-deployment.command.js';

@Controller()
export class PutDeploymentController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  /** 201 for a new deployment, 200 for one that is made again, with a URL to ask how far it is (ARM-31). */
  @Covers({
    does: 'Checks a template and makes what is in it in the order of its dependencies, in the name of the caller; linked templates and `onErrorDeployment` are refused',
    ignores: IGNORED_OF_DEPLOYMENT,
  })
  @Put(onDeployment())
  @ParsesBodyWith(parseLenientJson)
  async put(
    @PathDeployment() name: DeploymentName,
    @ArmBody(DEPLOYMENT_BODY, { keepsNulls: true }) body: DeploymentBody,
    @RequestCaller() caller: Caller,
    @ArmReply() reply: FastifyReply,
  ): Promise<DeploymentDocument> {
    warnIgnored(reply, presentOf(IGNORED_OF_DEPLOYMENT, body));
    const request = deploymentRequest(reply, caller);
    const { isNew, deployment } = await this.commands.execute(
      new PutDeploymentCommand(name, wantedDeployment(body), request),
    );
    reply.code(isNew ? 201 : 200);
    acceptDeployment(reply, deployment);
    return deploymentDocument(deployment);
  }
}
