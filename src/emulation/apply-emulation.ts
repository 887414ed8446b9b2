import type { EntityManager } from 'typeorm';
import type { GuestProfile } from '#libs/linux-guest';
import { refusal, type RefusalCode } from '#libs/refusal';
import type { PlacementWish } from '#libs/vm-operations';
import { RefusalError } from '../errors/refusal-error.js';
import { changeEmulation, type StoredEmulation } from '../persistence/emulation.repository.js';
import { findProfile } from '../persistence/guest-profile.repository.js';
import { findPolicy } from '../persistence/guid-policy.repository.js';
import { clusterExists, findHost } from '../persistence/host.repository.js';
import type { EmulationUpdate } from './emulation-update.js';
import { overridesOf } from './guest-configuration.js';

/**
 * Stores how a VM is emulated from now on and answers the guest profile it has then. Throws `RefusalError`
 * policy-not-found, profile-not-found, host-not-found and cluster-not-found.
 */
export async function applyEmulation(
  sql: EntityManager,
  before: StoredEmulation,
  update: EmulationUpdate,
): Promise<GuestProfile> {
  const profile = await wantedProfile(sql, before, update);
  await changeEmulation(sql, before.vmId, {
    policyName: update.policy === undefined ? before.policyName : await policyName(sql, update.policy),
    profile,
    placement: await wantedPlacement(sql, before, update),
    faults: update.faults ?? before.faults,
  });
  return profile;
}

async function policyName(sql: EntityManager, wanted: string | null): Promise<string | null> {
  if (wanted === null) return null;
  const policy = await findPolicy(sql, wanted);
  if (policy === undefined) throw notFound('policy-not-found', `policy ${wanted}`, 'policy');
  return policy.name;
}

async function wantedProfile(
  sql: EntityManager,
  { profile, namedProfile }: StoredEmulation,
  { guestProfile, guestOverrides }: EmulationUpdate,
): Promise<GuestProfile> {
  const isRenamed = guestProfile !== undefined && guestProfile.toLowerCase() !== profile.name.toLowerCase();
  if (!isRenamed) {
    if (guestOverrides === undefined) return profile;
    // A profile that was deleted since lives on in the VMs that have it.
    return { ...(namedProfile ?? profile), ...guestOverrides };
  }
  const found = await findProfile(sql, guestProfile);
  if (found === undefined) {
    throw notFound('profile-not-found', `guest profile ${guestProfile}`, 'guestProfile');
  }
  const kept = namedProfile === null ? {} : overridesOf(profile, namedProfile);
  return { ...found.profile, ...(guestOverrides ?? kept) };
}

async function wantedPlacement(
  sql: EntityManager,
  { placement: before }: StoredEmulation,
  { placement }: EmulationUpdate,
): Promise<PlacementWish> {
  if (placement === undefined) return before;
  const { strategy, hostName, cluster } = placement;
  const host = hostName === undefined ? undefined : await findHost(sql, hostName);
  if (hostName !== undefined && host === undefined) {
    throw notFound('host-not-found', `host ${hostName}`, 'placement.hostName');
  }
  if (cluster !== undefined && !(await clusterExists(sql, cluster))) {
    throw notFound('cluster-not-found', `cluster ${cluster}`, 'placement.cluster');
  }
  return {
    strategy,
    avoidHostIds: before.avoidHostIds,
    ...(host === undefined ? {} : { hostName: host.name }),
    ...(cluster === undefined ? {} : { cluster }),
  };
}

function notFound(code: RefusalCode, detail: string, member: string): RefusalError {
  return new RefusalError(refusal(code, detail, { target: `properties.${member}` }));
}
