import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { pinList } from '#libs/explanation';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import { SIZE_LOOKUP } from '../../operations/tokens.js';
import type { SizeLookup } from '../../persistence/vm-facts.repository.js';
import { loadExplainedVm } from '../explained-vm.js';
import { pinningOfVm } from '../pinning-of-vm.js';
import { GetPinsQuery, type PinsOfVm } from './get-pins.query.js';

@QueryHandler(GetPinsQuery)
export class GetPinsHandler implements IQueryHandler<GetPinsQuery> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(SIZE_LOOKUP) private readonly sizes: SizeLookup,
  ) {}

  /** Throws `RefusalError` vm-not-found and nothing-to-pin. */
  async execute({ vm }: GetPinsQuery): Promise<PinsOfVm> {
    const { emulation, stored } = await loadExplainedVm(this.database, this.sizes, vm);
    const { groupName, vmName, policyInForce, verdict } = emulation;
    const pinning = pinningOfVm(stored.facts, verdict);
    if (pinning === undefined) throw new RefusalError(refusal('nothing-to-pin', `VM ${vmName}`));
    return { groupName, vmName, policyInForce, source: pinning.source, pins: pinList(pinning) };
  }
}
