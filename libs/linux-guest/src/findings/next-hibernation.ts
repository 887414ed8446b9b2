import type { Finding } from '../guest-profile.js';
import type { RunningGuest } from '../guest-state.js';

/** R46: what an incomplete resume means for the next hibernation, era A only. */
export function nextHibernationFindings(guest: RunningGuest): readonly Finding[] {
  if (guest.era === 'B' || guest.channelsMissingAfterResume === 0) return [];
  return [
    {
      rule: 'R46',
      phase: 'R2r',
      // What is missing has a severity of its own; the guest runs no worse for the count.
      severity: 'resumed',
      summary: `The count of channels to be fixed up stands at ${guest.channelsMissingAfterResume} after the resume.`,
      consequence: 'Every further hibernation fails with -EBUSY until the VM boots afresh.',
      later: [
        {
          when: 'next-hibernation',
          rule: 'R46',
          what: 'The bus refuses to suspend with -EBUSY, and goes on dropping offers; a NIC with several queues may hang in the roll-back (R48).',
        },
      ],
    },
  ];
}
