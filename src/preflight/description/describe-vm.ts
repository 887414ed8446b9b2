import type { GuidPolicy } from '#libs/guid-policy';
import { hostGenerationNamed, HOST_GENERATIONS, type HostGeneration } from '#libs/hosts';
import type { GuestProfile } from '#libs/linux-guest';
import type { DiskFacts, NicFacts, SizeFacts, VmFacts } from '#libs/vm-operations';
import type { Catalogue } from '../../catalogue/load-catalogue.js';
import { sizeFactsOf } from '../../catalogue/size-facts.js';
import { drawMac } from '../../network-interfaces/draw-mac.js';
import type { VmDescription } from './description-schema.js';

/** What a description refers to by name, found by whoever reads it. */
export interface Resolved {
  readonly profile: GuestProfile;
  /** In force when the VM goes to sleep. */
  readonly policy: GuidPolicy;
  /** Of the target, where one was asked for. */
  readonly targetGeneration?: HostGeneration;
}

/** One thing wrong with a description, by the path of its member. */
export interface DescriptionFault {
  readonly path: readonly string[];
  readonly message: string;
}

/** A described VM as if it were stored, or everything that is wrong with the description. */
export type DescribedVm =
  | {
      readonly kind: 'described';
      readonly facts: VmFacts;
      /** Where it hibernates. */
      readonly generation: HostGeneration;
      /** What the description left open, one sentence each. */
      readonly assumed: readonly string[];
    }
  | { readonly kind: 'impossible'; readonly faults: readonly DescriptionFault[] };

export const DEFAULT_PROFILE = 'ubuntu-24.04';
export const DEFAULT_POLICY = 'azure';

const MIB_PER_GIB = 1_024;
const DISK_SKU = 'Premium_LRS';
const DATA_DISK_GIB = 32;
/** Beside an image of all memory, for the system. */
const OS_GIB = 30;

/** Turns a description into the facts of a VM that is not running. Nothing is guessed in silence. */
export function describeVm(
  description: VmDescription,
  { profile, policy, targetGeneration }: Resolved,
  catalogue: Catalogue,
): DescribedVm {
  const known = catalogue.sizes.find(description.size);
  if (known === undefined) {
    return impossible([{ path: ['size'], message: `there is no size ${description.size}` }]);
  }
  const size: SizeFacts = {
    ...sizeFactsOf(known),
    ...(description.vcpus === undefined ? {} : { vcpus: description.vcpus }),
    ...(description.memoryMib === undefined ? {} : { memoryMib: description.memoryMib }),
  };
  const notes = new Notes();
  notes.assume('policy', description.policy, policy.name);
  notes.assume('guestProfile', description.guestProfile, profile.name);
  const disks = disksOf(description, size, catalogue, notes);
  const nics = nicsOf(description, size, notes);
  const faults = limitFaults(size, { dataDisks: disks.length - 1, nics });
  if (faults.length > 0) return impossible(faults);
  const generation = generationOf(description, size, targetGeneration, notes);
  const facts: VmFacts = {
    operationId: 'preflight',
    vm: {
      id: 'described',
      name: description.name ?? 'described',
      state: { kind: 'deallocated' },
      hibernationEnabled: notes.assume('hibernationEnabled', description.hibernationEnabled, true),
      exclusions: notes.assume('exclusions', description.exclusions, []),
      keptGuids: {},
      isGeneralized: false,
    },
    size,
    policy,
    profile,
    disks,
    nics,
    extensions: [],
    placement: { strategy: 'spread', avoidHostIds: [] },
    faults: [],
    hosts: [],
  };
  return { kind: 'described', facts, generation, assumed: notes.sentences };
}

/** Keeps what was assumed because nobody said. */
class Notes {
  readonly sentences: string[] = [];

  assume<Value>(member: string, given: Value | undefined, otherwise: Value): Value {
    if (given !== undefined) return given;
    const text = Array.isArray(otherwise) && otherwise.length === 0 ? 'none' : String(otherwise);
    this.sentences.push(`${member}: nothing is said; taken as ${text}.`);
    return otherwise;
  }
}

function disksOf(
  { osDisk = {}, dataDisks }: VmDescription,
  { memoryMib }: SizeFacts,
  { disks }: Catalogue,
  notes: Notes,
): readonly DiskFacts[] {
  const speed = (gib: number) => (disks.diskTier(DISK_SKU, gib)?.mbps ?? 100) * 1_000_000;
  const sizeGib = notes.assume('osDisk.sizeGib', osDisk.sizeGib, OS_GIB + Math.ceil(memoryMib / MIB_PER_GIB));
  const os: DiskFacts = {
    id: 'os',
    name: 'os',
    role: 'os',
    sizeGib,
    supportsHibernation: notes.assume('osDisk.supportsHibernation', osDisk.supportsHibernation, true),
    bytesPerSecond: speed(sizeGib),
  };
  const count = notes.assume('dataDisks', dataDisks, 0);
  const data = Array.from({ length: count }, (_, lun): DiskFacts => ({
    id: `data-${lun}`,
    name: `data-${lun}`,
    role: 'data',
    sizeGib: DATA_DISK_GIB,
    supportsHibernation: false,
    bytesPerSecond: speed(DATA_DISK_GIB),
  }));
  return [os, ...data];
}

/** MAC addresses are made up: the same for the same position. */
function nicsOf(
  { nics, acceleratedNetworking }: VmDescription,
  size: SizeFacts,
  notes: Notes,
): readonly NicFacts[] {
  const count = notes.assume('nics', nics, 1);
  if (count === 0) return [];
  const isAccelerated = notes.assume(
    'acceleratedNetworking',
    acceleratedNetworking,
    size.acceleratedNetworking,
  );
  return Array.from({ length: count }, (_, index) => ({
    id: `nic-${index}`,
    name: `nic-${index}`,
    mac: drawMac(`described nic ${index}`, 0),
    isAccelerated,
  }));
}

function limitFaults(
  { name, maxNics, maxDataDisks, acceleratedNetworking }: SizeFacts,
  { dataDisks, nics }: { readonly dataDisks: number; readonly nics: readonly NicFacts[] },
): readonly DescriptionFault[] {
  const isAccelerated = nics.some((nic) => nic.isAccelerated);
  const found: readonly (readonly [boolean, string, string])[] = [
    [dataDisks > maxDataDisks, 'dataDisks', `${name} takes at most ${maxDataDisks}`],
    [nics.length > maxNics, 'nics', `${name} takes at most ${maxNics}`],
    [isAccelerated && !acceleratedNetworking, 'acceleratedNetworking', `${name} does not support it`],
  ];
  return found.flatMap(([applies, member, message]) => (applies ? [{ path: [member], message }] : []));
}

function generationOf(
  { generation }: VmDescription,
  { processorVendor }: SizeFacts,
  targetGeneration: HostGeneration | undefined,
  notes: Notes,
): HostGeneration {
  const byVendor = HOST_GENERATIONS[processorVendor === 'AMD' ? 'amd-milan' : 'intel-ice-lake'];
  const otherwise = targetGeneration ?? byVendor;
  const chosen = notes.assume('generation', generation, otherwise.name);
  return hostGenerationNamed(chosen) ?? otherwise;
}

function impossible(faults: readonly DescriptionFault[]): DescribedVm {
  return { kind: 'impossible', faults };
}
