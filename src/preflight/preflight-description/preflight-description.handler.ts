import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import type { GuidPolicy } from '#libs/guid-policy';
import { hostGenerationNamed, type HostGeneration } from '#libs/hosts';
import type { PreflightReport } from '#libs/preflight';
import { refusal } from '#libs/refusal';
import type { Catalogue } from '../../catalogue/load-catalogue.js';
import { RefusalError } from '../../errors/refusal-error.js';
import { requireProfile } from '../../guest-profiles/require-profile.js';
import { requireHost } from '../../hosts/load-host.js';
import { CATALOGUE } from '../../operations/tokens.js';
import { requirePolicy } from '../../policies/require-policy.js';
import { DEFAULT_POLICY, DEFAULT_PROFILE, type DescriptionFault } from '../description/describe-vm.js';
import { preflightDescribed } from '../description/preflight-described.js';
import type { WantedTarget } from '../preflight-target.js';
import { PreflightDescriptionQuery } from './preflight-description.query.js';

/** Reads policies, guest profiles and hosts by name, and changes nothing (TORPOR-3). */
@QueryHandler(PreflightDescriptionQuery)
export class PreflightDescriptionHandler implements IQueryHandler<PreflightDescriptionQuery> {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
  ) {}

  /** Throws `RefusalError` invalid-body, policy-not-found, profile-not-found, host-not-found. */
  async execute({ description, target }: PreflightDescriptionQuery): Promise<PreflightReport> {
    const policy = await this.policy(description.policy ?? target.policy ?? DEFAULT_POLICY);
    const targetPolicy = target.policy === undefined ? policy : await this.policy(target.policy);
    const { profile } = await requireProfile(this.database, description.guestProfile ?? DEFAULT_PROFILE);
    const targetGeneration = await this.generation(target);
    const overrides = description.guestOverrides as Partial<typeof profile> | undefined;
    const described = preflightDescribed(
      description,
      {
        profile: { ...profile, ...overrides },
        policy,
        targetPolicy,
        ...(targetGeneration === undefined ? {} : { targetGeneration }),
      },
      target,
      this.catalogue,
    );
    if (described.kind === 'impossible') throw invalid(described.faults);
    return described.report;
  }

  private async policy(wanted: string): Promise<GuidPolicy> {
    const { document, name } = await requirePolicy(this.database, wanted);
    return { ...document, name };
  }

  private async generation({ hostName, generation }: WantedTarget): Promise<HostGeneration | undefined> {
    if (hostName !== undefined) return (await requireHost(this.database, hostName)).generation;
    return generation === undefined ? undefined : hostGenerationNamed(generation);
  }
}

function invalid(faults: readonly DescriptionFault[]): RefusalError {
  const refusals = faults.map(({ path, message }) => {
    const target = ['virtualMachine', ...path].join('.');
    return refusal('invalid-body', `${target}: ${message}`, { target });
  });
  const [first = refusal('invalid-body', 'virtualMachine')] = refusals;
  return new RefusalError(first, refusals);
}
