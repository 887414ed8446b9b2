import { Controller, Inject, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { refusal } from '#libs/refusal';
import { ArmPost } from '../../arm/answers.js';
import { onVm } from '../../arm/arm-path.js';
import { RefusalError } from '../../errors/refusal-error.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathVm } from '../../requests/path-names.js';
import { GetVmQuery } from '../get-vm/get-vm.query.js';

/**
 * Actions that Azure knows and this product does not emulate: saying so is clearer than a missing route. They have to
 * do with patches, images, maintenance and scale sets.
 */
@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class RefuseActionController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @ArmPost(onVm('assessPatches'))
  assessPatches(@PathVm() vm: VmName): Promise<never> {
    return this.refuse(vm, 'assessPatches');
  }

  @ArmPost(onVm('installPatches'))
  installPatches(@PathVm() vm: VmName): Promise<never> {
    return this.refuse(vm, 'installPatches');
  }

  @ArmPost(onVm('capture'))
  capture(@PathVm() vm: VmName): Promise<never> {
    return this.refuse(vm, 'capture');
  }

  @ArmPost(onVm('reimage'))
  reimage(@PathVm() vm: VmName): Promise<never> {
    return this.refuse(vm, 'reimage');
  }

  @ArmPost(onVm('performMaintenance'))
  performMaintenance(@PathVm() vm: VmName): Promise<never> {
    return this.refuse(vm, 'performMaintenance');
  }

  @ArmPost(onVm('convertToManagedDisks'))
  convertToManagedDisks(@PathVm() vm: VmName): Promise<never> {
    return this.refuse(vm, 'convertToManagedDisks');
  }

  @ArmPost(onVm('attachDetachDataDisks'))
  attachDetachDataDisks(@PathVm() vm: VmName): Promise<never> {
    return this.refuse(vm, 'attachDetachDataDisks');
  }

  @ArmPost(onVm('migrateToVMScaleSet'))
  migrateToScaleSet(@PathVm() vm: VmName): Promise<never> {
    return this.refuse(vm, 'migrateToVMScaleSet');
  }

  /** A VM that is not there is the first thing to say. */
  private async refuse(vm: VmName, action: string): Promise<never> {
    const { name } = await this.queries.execute(new GetVmQuery(vm));
    throw new RefusalError(refusal('action-not-emulated', `${action} of VM ${name}`));
  }
}
