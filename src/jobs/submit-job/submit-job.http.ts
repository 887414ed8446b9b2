import { Controller, Inject, Put } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { answerPut } from '../../arm/answers.js';
import { armName } from '../../arm/arm-name.js';
import { ArmBody } from '../../arm/body.js';
import { ArmParam, ArmReply } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import type { JobSpec } from '../../persistence/job.repository.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { jobDocument, type JobDocument } from '../job-document.js';
import { jobBody, type JobBody } from './submit-job.dto.js';
import { SubmitJobCommand } from './submit-job.command.js';

@Controller()
export class SubmitJobController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @Put(emulatorPath('jobs/:jobName'))
  async put(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('jobName', armName('job')) name: string,
    @ArmBody(jobBody) body: JobBody,
    @ArmReply() reply: FastifyReply,
  ): Promise<JobDocument> {
    const spec = body.properties as JobSpec;
    const progress = await this.commands.execute(new SubmitJobCommand({ subscriptionId, name }, spec));
    answerPut(reply, true);
    return jobDocument(progress);
  }
}
