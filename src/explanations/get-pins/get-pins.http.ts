import { Controller, Get, Inject, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { pinnedPolicy, type Pin } from '#libs/explanation';
import type { GuidPolicy } from '#libs/guid-policy';
import { armName } from '../../arm/arm-name.js';
import { onVm } from '../../arm/arm-path.js';
import { ArmQuery } from '../../arm/parameters.js';
import { type ArmEnvelope, EMULATOR } from '../../emulator-namespace/emulator-resource.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import { MissingGroupInterceptor } from '../../requests/missing-group.interceptor.js';
import { PathVm } from '../../requests/path-names.js';
import type { PinSource } from '../pinning-of-vm.js';
import { vmExtension } from '../vm-extension.js';
import { GetPinsQuery } from './get-pins.query.js';

/** With a name, the answer has a policy of that name besides. */
const QUERY = z.object({ policyName: armName('policy').optional() });

export interface PinsProperties {
  readonly policyInForce: string;
  readonly source: PinSource;
  readonly pins: readonly Pin[];
  /** A policy that pins all of them, ready to be put. */
  readonly pinnedPolicy?: GuidPolicy;
}

@Controller()
@UseInterceptors(MissingGroupInterceptor)
export class GetPinsController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get(onVm(`providers/${EMULATOR}/pins/default`))
  async get(
    @PathVm() vm: VmName,
    @ArmQuery(QUERY) { policyName }: z.output<typeof QUERY>,
  ): Promise<ArmEnvelope<PinsProperties>> {
    const { groupName, vmName, ...found } = await this.queries.execute(new GetPinsQuery(vm));
    return vmExtension({ ...vm, groupName, vmName }, 'pins', 'default', {
      ...found,
      ...(policyName === undefined ? {} : { pinnedPolicy: pinnedPolicy(policyName, found.pins) }),
    });
  }
}
