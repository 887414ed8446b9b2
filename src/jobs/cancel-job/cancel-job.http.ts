import { Controller, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ArmPost } from '../../arm/answers.js';
import { ArmParam } from '../../arm/parameters.js';
import { emulatorPath } from '../../emulator-namespace/emulator-resource.js';
import { SUBSCRIPTION_ID } from '../../requests/path-names.js';
import { jobDocument, type JobDocument } from '../job-document.js';
import { CancelJobCommand } from './cancel-job.command.js';

@Controller()
export class CancelJobController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  @ArmPost(emulatorPath('jobs/:jobName/cancel'))
  async cancel(
    @ArmParam('subscriptionId', SUBSCRIPTION_ID) subscriptionId: string,
    @ArmParam('jobName') name: string,
  ): Promise<JobDocument> {
    return jobDocument(await this.commands.execute(new CancelJobCommand({ subscriptionId, name })));
  }
}
