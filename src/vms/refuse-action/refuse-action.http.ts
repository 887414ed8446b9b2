import { Controller, Inject, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { refusal } from '#libs/refusal';
import { ArmPost } from '../../arm/answers.js';
import { onVm } from '../../arm/arm-path.js';
import { Covers } from '../../arm/openapi/coverage.js';
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

  @Covers({ does: 'Refuses: guests have no patches', extent: 'refused' })
  @ArmPost(onVm('assessPatches'))
  assessPatches(@PathVm() vm: VmName): Promise<never> {
    return this.refuse(vm, 'assessPatches');
  }

  @Covers({ does: 'Refuses: guests have no patches', extent: 'refused' })
  @ArmPost(onVm('installPatches'))
  installPatches(@PathVm() vm: VmName): Promise<never> {
    return this.refuse(vm, 'installPatches');
  }

  @Covers({ does: 'Refuses: disks have no content', extent: 'refused' })
  @ArmPost(onVm('capture'))
  capture(@PathVm() vm: VmName): Promise<never> {
    return this.refuse(vm, 'capture');
  }

  @Covers({ does: 'Refuses: disks have no content', extent: 'refused' })
  @ArmPost(onVm('reimage'))
  reimage(@PathVm() vm: VmName): Promise<never> {
    return this.refuse(vm, 'reimage');
  }

  @Covers({ does: 'Refuses: no maintenance is ever planned', extent: 'refused' })
  @ArmPost(onVm('performMaintenance'))
  performMaintenance(@PathVm() vm: VmName): Promise<never> {
    return this.refuse(vm, 'performMaintenance');
  }

  @Covers({ does: 'Refuses: all disks are managed', extent: 'refused' })
  @ArmPost(onVm('convertToManagedDisks'))
  convertToManagedDisks(@PathVm() vm: VmName): Promise<never> {
    return this.refuse(vm, 'convertToManagedDisks');
  }

  @Covers({ does: 'Refuses: disks are attached and detached by changing the VM', extent: 'refused' })
  @ArmPost(onVm('attachDetachDataDisks'))
  attachDetachDataDisks(@PathVm() vm: VmName): Promise<never> {
    return this.refuse(vm, 'attachDetachDataDisks');
  }

  @Covers({ does: 'Refuses: there are no scale sets', extent: 'refused' })
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
