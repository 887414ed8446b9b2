import { HOST_GENERATIONS, hostGenerationNamed } from '#libs/hosts';
import { z } from 'zod';
import { mixOfNames } from './mix.js';
import { members, name, oneOf, Problem, readBy, readWhole, share, text, whole } from './quantities.js';
import { isMembers } from '../document/tree.js';

export const MAX_HOSTS = 10_000_000;
export const MAX_CLUSTERS = 10_000;
/** The engine holds types as bits of a word. */
export const MAX_TYPES = 30;
const MAX_HOST_VCPUS = 65_536;
const MAX_HOST_GIB = 1_048_576;
const MAX_VF_SLOTS = 65_536;
const MAX_LEVEL = 1_000_000;

export type CountDocument =
  | { readonly kind: 'exactly'; readonly count: number }
  | { readonly kind: 'per-vms'; readonly vms: number; readonly atLeast: number };

/** `40`, or `{perVms: 13, atLeast: 8}`: one for so many VMs. */
export const hostCount = (highest: number) =>
  z.any().transform((input: unknown, context): CountDocument => {
    if (!isMembers(input)) {
      const count = readWhole(1, highest)(input);
      if (!(count instanceof Problem)) return { kind: 'exactly', count };
      const message = `${count.message}, or {perVms: ..., atLeast: ...}`;
      context.addIssue({ code: 'custom', message, input });
      return z.NEVER;
    }
    const schema = members({ perVms: whole(1, highest), atLeast: whole(1, highest).default(1) });
    const parsed = schema.safeParse(input);
    if (parsed.success) return { kind: 'per-vms', vms: parsed.data.perVms, atLeast: parsed.data.atLeast };
    for (const issue of parsed.error.issues) context.addIssue(issue as never);
    return z.NEVER;
  });

const knownGeneration = readBy((input) => {
  const known = typeof input === 'string' ? hostGenerationNamed(input) : undefined;
  return known ?? new Problem(`must be one of ${Object.keys(HOST_GENERATIONS).join(', ')}`);
});

/** A known generation with members of its own. */
const ownGeneration = members({
  extends: knownGeneration.default(HOST_GENERATIONS['intel-ice-lake']),
  processorVendor: oneOf(['Intel', 'AMD']).optional(),
  processorModel: text(120).optional(),
  processorRank: whole(0, MAX_LEVEL).optional(),
  hypervLevel: whole(0, MAX_LEVEL).optional(),
  vmbusVersions: z.array(text(10), 'must be a list').min(1, 'must list at least one').optional(),
  configurationVersions: z.array(text(10), 'must be a list').min(1, 'must list at least one').optional(),
});
export type OwnGeneration = z.output<typeof ownGeneration>;

const generation = z.any().transform((input: unknown, context) => {
  const parsed = isMembers(input) ? ownGeneration.safeParse(input) : knownGeneration.safeParse(input);
  if (parsed.success) {
    return isMembers(input)
      ? ({ kind: 'own', own: parsed.data as OwnGeneration } as const)
      : ({ kind: 'known', known: parsed.data as z.output<typeof knownGeneration> } as const);
  }
  for (const issue of parsed.error.issues) context.addIssue(issue as never);
  return z.NEVER;
});

const hostType = members({
  generation,
  vcpus: whole(1, MAX_HOST_VCPUS),
  memoryGib: whole(1, MAX_HOST_GIB),
  vfSlots: whole(0, MAX_VF_SLOTS).default(64),
});
export type HostTypeDocument = z.output<typeof hostType>;

const cluster = members({
  region: name.optional(),
  hosts: hostCount(MAX_HOSTS),
  mix: mixOfNames().optional(),
});

export const CLUSTER_SOURCES = ['azure-fleet'] as const;

/** Types from old to new, and either hosts for each region, clusters by name, or clusters of a source. */
export const clustersSchema = members({
  types: z
    .record(z.string().max(80), hostType, 'must have types, written as name: type')
    .refine((types) => Object.keys(types).length > 0, 'must have at least one type')
    .refine((types) => Object.keys(types).length <= MAX_TYPES, `must have at most ${MAX_TYPES} types`),
  mix: mixOfNames().optional(),
  hosts: hostCount(MAX_HOSTS).optional(),
  list: z
    .record(z.string().max(80), cluster, 'must have clusters, written as name: cluster')
    .refine((list) => Object.keys(list).length > 0, 'must have at least one cluster')
    .refine((list) => Object.keys(list).length <= MAX_CLUSTERS, `must have at most ${MAX_CLUSTERS} clusters`)
    .optional(),
  from: oneOf(CLUSTER_SOURCES).optional(),
  /** A CSV file with the columns cluster, region, hosts and type. */
  file: text(1_000).optional(),
  /** Of the hosts that `from` and `file` tell. */
  scale: share.optional(),
}).superRefine(({ hosts, list, from, file, scale }, context) => {
  const sources = Object.entries({ hosts, list, from, file }).flatMap(([key, value]) =>
    value === undefined ? [] : [key],
  );
  if (sources.length !== 1) {
    const message = `must have one of hosts, list, from and file${sources.length === 0 ? '' : `, not ${sources.join(' and ')}`}`;
    context.addIssue({ code: 'custom', message });
  }
  if (scale !== undefined && (hosts !== undefined || list !== undefined)) {
    context.addIssue({ code: 'custom', path: ['scale'], message: 'must only stand beside from or file' });
  }
});
export type ClustersDocument = z.output<typeof clustersSchema>;
