import { Controller, Inject, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { PreflightReport } from '#libs/preflight';
import { ArmPost } from '../../arm/answers.js';
import { onVm } from '../../arm/arm-path.js';
import { ArmBody } from '../../arm/body.js';
import { EMULATOR } from '../../emulator-namespace/emulator-resource.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathVm } from '../../requests/path-names.js';
import { preflightBody, type PreflightBody } from './preflight-vm.dto.js';
import { PreflightVmQuery } from './preflight-vm.query.js';

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class PreflightVmController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @ArmPost(onVm(`providers/${EMULATOR}/preflight`))
  preflight(
    @PathVm() vm: VmName,
    @ArmBody(preflightBody) target: PreflightBody = { initiatedBy: 'platform' },
  ): Promise<PreflightReport> {
    return this.queries.execute(new PreflightVmQuery(vm, target));
  }
}
