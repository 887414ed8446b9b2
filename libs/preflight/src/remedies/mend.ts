import { rebindDrivers, type GuestProfile, type RunningGuest } from '#libs/linux-guest';
import type { HibernationImage } from '#libs/linux-guest';
import { osDiskOf, type VmFacts } from '#libs/vm-operations';
import type { Problem } from '../problem.js';
import type { Subject } from '../subject.js';

/**
 * Something a person can do, together with what it changes in the model: a remedy is given only after it has been tried
 * there. No rule is repeated for that: what a change is good for shows when the rehearsal runs again.
 */
export interface Mend {
  /** The device or disk that it is about, for a problem that does not name its own. */
  readonly slot?: string;
  /** One or two sentences in the imperative. */
  readonly remedy: string | ((problem: Problem) => string);
  apply(subject: Subject): Subject;
}

/** The mends that would change this subject. `asleep`: the VM with its image, where the rehearsal came so far. */
export type MendSource = (subject: Subject, asleep: VmFacts | undefined) => readonly Mend[];

export function withFacts(subject: Subject, change: Partial<VmFacts>): Subject {
  return { ...subject, facts: { ...subject.facts, ...change } };
}

/** Another running guest in the Hyper-V VM; the subject itself where none runs. */
export function withGuest(subject: Subject, change: (guest: RunningGuest) => RunningGuest): Subject {
  const { partition } = subject.facts;
  if (partition?.guest === undefined) return subject;
  return withFacts(subject, { partition: { ...partition, guest: change(partition.guest) } });
}

/** Another configuration of the guest, of the running one as well: drivers are bound anew, nothing is restarted. */
export function withProfile(subject: Subject, change: (profile: GuestProfile) => GuestProfile): Subject {
  const changed = withFacts(subject, { profile: change(subject.facts.profile) });
  return withGuest(changed, (guest) => rebindDrivers(guest, change(guest.profile)));
}

/** The profiles of the guest that runs, if one does, and of the one that boots next. */
export function profilesOf({ facts }: Subject): readonly GuestProfile[] {
  const running = facts.partition?.guest?.profile;
  return running === undefined ? [facts.profile] : [running, facts.profile];
}

export function withImage(subject: Subject, change: (image: HibernationImage) => HibernationImage): Subject {
  const os = osDiskOf(subject.facts);
  if (os.image === undefined) return subject;
  const image = change(os.image);
  const disks = subject.facts.disks.map((disk) => (disk === os ? { ...disk, image } : disk));
  return withFacts(subject, { disks });
}
