import { Controller, Inject, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { ArmPost } from '../../arm/answers.js';
import { onVm } from '../../arm/arm-path.js';
import { ArmBody } from '../../arm/body.js';
import { presentOf, warnIgnored } from '../../arm/ignored-members.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { ArmReply } from '../../arm/parameters.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathVm } from '../../requests/path-names.js';
import { acceptVmOperation } from '../accept-vm-operation.js';
import { RunCommandCommand } from './run-command.command.js';

/** The script and its parameters are taken and dropped: they may hold secrets. */
const BODY = z.strictObject({
  commandId: z.string().min(1),
  script: z.array(z.string()).optional(),
  parameters: z
    .array(z.strictObject({ name: z.string().optional(), value: z.string().optional() }))
    .optional(),
});
/** Nothing is run. */
const IGNORED = ['commandId', 'script', 'parameters'] as const;
type Body = z.output<typeof BODY>;

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class RunCommandController {
  constructor(@Inject(CommandBus) private readonly commands: CommandBus) {}

  /** The document is at the Location, once the operation has ended. */
  @Covers({
    does: 'Checks that the VM runs, and answers that nothing was run; script and parameters are dropped',
    ignores: IGNORED,
    extent: 'shape',
  })
  @ArmPost(onVm('runCommand'))
  async run(@PathVm() vm: VmName, @ArmBody(BODY) body: Body, @ArmReply() reply: FastifyReply): Promise<void> {
    warnIgnored(reply, presentOf(IGNORED, body));
    acceptVmOperation(reply, 'action', await this.commands.execute(new RunCommandCommand(vm)));
  }
}
