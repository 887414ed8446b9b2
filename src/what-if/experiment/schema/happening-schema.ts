import { faultName, faultNamed, type Fault } from '#libs/linux-guest';
import { z } from 'zod';
import { faultsSchema } from '../../../emulation/fault-schema.js';
import { isMembers } from '../document/tree.js';
import { members, moment, name, oneOf, Problem, readBy, readShare, share, whole } from './quantities.js';

/** What goes wrong, in guests and hosts. */

const MAX_FAULTS = 16;
const MAX_EVENTS = 1_000;

/** `device-missing nic 0`: as reports name it. */
const fault = readBy<Fault>((input) => {
  const problem = (why: string) => new Problem(`must be a fault such as "image-write-error": ${why}`);
  if (typeof input !== 'string') return problem('it is no text');
  const read = faultNamed(input);
  if ('problem' in read) return problem(read.problem);
  const parsed = faultsSchema.safeParse([read]);
  return parsed.success ? read : problem(`${faultName(read)} ${parsed.error.issues[0]?.message ?? ''}`);
});

const faultEntry = members({
  fault,
  at: oneOf(['hibernate', 'resume']),
  share: share.optional(),
  perMillion: whole(0, 1_000_000).optional(),
}).superRefine(({ share: percent, perMillion }, context) => {
  if ((percent === undefined) !== (perMillion === undefined)) return;
  context.addIssue({ code: 'custom', message: 'must have one of share and perMillion' });
});

export const faultsDocument = z
  .record(z.string().max(80), faultEntry, 'must have faults, written as name: fault')
  .refine((faults) => Object.keys(faults).length <= MAX_FAULTS, `must have at most ${MAX_FAULTS} faults`);
export type FaultsDocument = z.output<typeof faultsDocument>;

export type HostsDocument =
  | { readonly kind: 'share'; readonly perMillion: number }
  | { readonly kind: 'type'; readonly type: string; readonly perMillion: number }
  | { readonly kind: 'cluster'; readonly cluster: string };

/** `10%` of all, `{type: T0, share: 50%}`, or `{cluster: c1}`. */
const hosts = z.any().transform((input: unknown, context): HostsDocument => {
  if (!isMembers(input)) {
    const perMillion = readShare(input);
    if (!(perMillion instanceof Problem)) return { kind: 'share', perMillion };
    context.addIssue({ code: 'custom', message: `${perMillion.message}, a type or a cluster`, input });
    return z.NEVER;
  }
  const isCluster = input['cluster'] !== undefined;
  const byType = members({ type: name, share: share.default(1_000_000) });
  const parsed = isCluster ? members({ cluster: name }).safeParse(input) : byType.safeParse(input);
  if (parsed.success) {
    return 'cluster' in parsed.data
      ? { kind: 'cluster', cluster: parsed.data.cluster }
      : { kind: 'type', type: parsed.data.type, perMillion: parsed.data.share };
  }
  for (const issue of parsed.error.issues) context.addIssue(issue as never);
  return z.NEVER;
});

export const hostEventsDocument = z
  .array(
    members({
      act: oneOf(['fail', 'repair', 'drain', 'undrain', 'retire', 'join']),
      at: moment,
      hosts,
    }),
    'must be a list of events',
  )
  .max(MAX_EVENTS, `must list at most ${MAX_EVENTS} events`);
export type HostEventsDocument = z.output<typeof hostEventsDocument>;
