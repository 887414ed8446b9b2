import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import type { GuidPolicy } from '#libs/guid-policy';
import { HOST_GENERATIONS, hostGenerationNamed, type Host } from '#libs/hosts';
import { hostOfGeneration, preflight, type PreflightReport, type TargetPlace } from '#libs/preflight';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import { requireHost } from '../../hosts/load-host.js';
import { SIZE_LOOKUP } from '../../operations/tokens.js';
import { findStoredVm, listHosts, type SizeLookup } from '../../persistence/vm-facts.repository.js';
import { requirePolicy } from '../../policies/require-policy.js';
import { initiatorOf, type WantedTarget } from '../preflight-target.js';
import { PreflightVmQuery } from './preflight-vm.query.js';

/** Reads, and changes nothing (TORPOR-3). */
@QueryHandler(PreflightVmQuery)
export class PreflightVmHandler implements IQueryHandler<PreflightVmQuery> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(SIZE_LOOKUP) private readonly sizes: SizeLookup,
  ) {}

  /** Throws `RefusalError` vm-not-found, policy-not-found, host-not-found. */
  async execute({ vm, target }: PreflightVmQuery): Promise<PreflightReport> {
    const stored = await findStoredVm(this.database, this.sizes, vm, 'preflight');
    if (stored === undefined) throw new RefusalError(refusal('vm-not-found', `VM ${vm.vmName}`));
    const { facts } = stored;
    const hosts = await listHosts(this.database);
    const { initiatedBy, kernelVersion } = target;
    const hasMachine = facts.partition !== undefined;
    return preflight({
      facts,
      sourceHosts: hosts.length > 0 ? hosts : [hostOfGeneration(generationOf(target))],
      target: {
        policy: target.policy === undefined ? facts.policy : await this.policy(target.policy),
        place: await this.place(target, hosts, hasMachine),
      },
      initiatedBy: initiatorOf(initiatedBy),
      ...(kernelVersion === undefined ? {} : { kernelVersion }),
    });
  }

  private async policy(wanted: string): Promise<GuidPolicy> {
    const { document, name } = await requirePolicy(this.database, wanted);
    return { ...document, name };
  }

  private async place(
    { hostName, generation, initiatedBy }: WantedTarget,
    hosts: readonly Host[],
    hasMachine: boolean,
  ): Promise<TargetPlace> {
    if (generation !== undefined) return { kind: 'generation', generation: generationOf({ generation }) };
    if (hostName !== undefined) {
      return { kind: 'hosts', hosts, hostName: (await requireHost(this.database, hostName)).name };
    }
    // A guest that hibernates by itself keeps its Hyper-V VM, unless somebody deallocates it (AZURE-34).
    return initiatedBy === 'guest' && hasMachine ? { kind: 'same-machine' } : { kind: 'hosts', hosts };
  }
}

function generationOf({ generation }: Pick<WantedTarget, 'generation'>) {
  return hostGenerationNamed(generation ?? '') ?? HOST_GENERATIONS['intel-ice-lake'];
}
