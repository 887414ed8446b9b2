import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { explain, type Explanation, type ExplanationInput } from '#libs/explanation';
import type { GuidPolicy } from '#libs/guid-policy';
import { refusal } from '#libs/refusal';
import type { Verdict } from '#libs/vm-operations';
import type { Guid } from '#libs/vmbus';
import { RefusalError } from '../../errors/refusal-error.js';
import { SIZE_LOOKUP } from '../../operations/tokens.js';
import { findPolicy } from '../../persistence/guid-policy.repository.js';
import { listHosts, type SizeLookup } from '../../persistence/vm-facts.repository.js';
import { type ExplainedVm, loadExplainedVm } from '../explained-vm.js';
import { pinningOfVerdict } from '../pinning-of-vm.js';
import { findVerdictOperation, type VerdictOperation } from '../verdict-operation.js';
import { GetExplanationQuery } from './get-explanation.query.js';

@QueryHandler(GetExplanationQuery)
export class GetExplanationHandler implements IQueryHandler<GetExplanationQuery> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(SIZE_LOOKUP) private readonly sizes: SizeLookup,
  ) {}

  /** Throws `RefusalError` vm-not-found and nothing-to-explain. */
  async execute({ vm }: GetExplanationQuery): Promise<Explanation> {
    const found = await loadExplainedVm(this.database, this.sizes, vm);
    const { emulation } = found;
    const verdict = emulation.lastHibernation ?? emulation.verdict;
    if (verdict === null) {
      throw new RefusalError(refusal('nothing-to-explain', `VM ${emulation.vmName}`));
    }
    const { act, policy: policyName } = verdict.circumstances;
    const [policy, told, from] = await Promise.all([
      this.policyNamed(policyName),
      findVerdictOperation(this.database, { ...emulation, subscriptionId: vm.subscriptionId, act }),
      this.hostLeft(found, verdict),
    ]);
    return explain(explanationInput(found, verdict, { policy, told, from }));
  }

  /** As it is now: verdicts keep the name alone. */
  private async policyNamed(name: string): Promise<GuidPolicy | undefined> {
    const found = await findPolicy(this.database, name);
    return found && { ...found.document, name: found.name };
  }

  private async hostLeft({ emulation, stored }: ExplainedVm, verdict: Verdict): Promise<string | undefined> {
    if (verdict.circumstances.act === 'hibernation' && emulation.hostName !== null) return emulation.hostName;
    const { saved } = stored.facts.vm;
    if (saved === undefined) return undefined;
    return (await listHosts(this.database)).find(({ id }) => id === saved.hostId)?.name;
  }
}

interface Surroundings {
  readonly policy: GuidPolicy | undefined;
  readonly told: VerdictOperation;
  readonly from: string | undefined;
}

function explanationInput(
  { emulation, stored }: ExplainedVm,
  verdict: Verdict,
  { policy, told, from }: Surroundings,
): ExplanationInput {
  const { facts } = stored;
  const { operation, placedOn, hibernatedBy } = told;
  const pinning = pinningOfVerdict(facts, verdict);
  const devices = facts.partition?.hardware.devices ?? [];
  return {
    vm: { name: emulation.vmName, resourceGroup: emulation.groupName },
    verdict,
    ...(policy === undefined ? {} : { policy }),
    hosts: { ...(from === undefined ? {} : { from }), ...(placedOn === undefined ? {} : { to: placedOn }) },
    ...(operation === undefined ? {} : { operation }),
    ...(hibernatedBy === undefined ? {} : { hibernatedBy }),
    memoryMib: facts.size.memoryMib,
    offeredClasses: Object.fromEntries(
      devices.map(({ instanceGuid, classGuid }) => [instanceGuid, classGuid]),
    ) as Record<Guid, Guid>,
    ...(pinning === undefined ? {} : { pinning }),
  };
}
