import type { RunningGuest } from '#libs/linux-guest';
import { withFacts, withGuest, type Mend, type MendSource } from './mend.js';
import type { Subject } from '../subject.js';

const RESTART = 'Restart the guest: an earlier resume left it like this, and only a boot clears it.';

/**
 * What a resume that went wrong has left in the running guest, and the virtual machine around it. Finest first: what
 * clears everything at once would hide that there were several things to clear.
 */
export const machineMends: MendSource = (subject) => [
  ...deadChannelMends(subject),
  ...countMends(subject),
  ...s4Mends(subject),
];

/** R61, R66: a device whose resume failed stays registered, and dead, until a boot. */
function deadChannelMends({ facts }: Subject): readonly Mend[] {
  const channels = facts.partition?.guest?.channels ?? [];
  return channels
    .filter(({ resumeError }) => resumeError !== undefined)
    .map(({ id, slot }) => ({
      slot,
      remedy: RESTART,
      apply: (subject) =>
        withGuest(subject, (guest) => ({
          ...guest,
          channels: guest.channels.filter((channel) => channel.id !== id),
        })),
    }));
}

/** R46, R48. */
function countMends({ facts }: Subject): readonly Mend[] {
  const guest = facts.partition?.guest;
  if (guest === undefined || (guest.channelsMissingAfterResume === 0 && !guest.ignoresOffers)) return [];
  const cleared = (before: RunningGuest): RunningGuest => ({
    ...before,
    channelsMissingAfterResume: 0,
    ignoresOffers: false,
  });
  return [{ remedy: RESTART, apply: (subject) => withGuest(subject, cleared) }];
}

/** R85, R88: S4 is part of the machine, and Linux looks for it when it boots. */
function s4Mends({ facts }: Subject): readonly Mend[] {
  const { vm, partition } = facts;
  if (vm.hibernationEnabled && (partition?.guest?.s4Enabled ?? true)) return [];
  return [
    {
      remedy:
        'Deallocate the VM, set additionalCapabilities.hibernationEnabled to true and start it: the virtual S4 state is there from that boot on.',
      apply: (subject) => {
        const enabled = withFacts(subject, { vm: { ...subject.facts.vm, hibernationEnabled: true } });
        return withGuest(enabled, (guest) => ({ ...guest, s4Enabled: true }));
      },
    },
  ];
}

/** What helps where nothing finer does: the guest boots again, or in a newly created Hyper-V VM. */
export const restartMends: MendSource = ({ facts }) => {
  const { partition } = facts;
  if (partition?.guest === undefined) return [];
  return [
    { remedy: 'Restart the guest.', apply: withoutGuest },
    {
      remedy: 'Deallocate the VM without the hibernate flag and start it again, in a new Hyper-V VM.',
      apply: (subject) => {
        const { partition: _left, ...rest } = subject.facts;
        return { ...subject, facts: rest };
      },
    },
  ];
};

function withoutGuest(subject: Subject): Subject {
  const { partition } = subject.facts;
  if (partition === undefined) return subject;
  const { guest: _gone, ...machine } = partition;
  return withFacts(subject, { partition: { ...machine, power: 'off', vfsOffered: false } });
}
