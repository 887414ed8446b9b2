import type { RuleId } from '#libs/kernel-rules';
import { indexOf, isOfItsKind, kindOf } from '../driver-binding.js';
import { driverNamed } from '../drivers/drivers.js';
import { isStagedFor, type Fault } from '../faults/fault.js';
import type { Finding } from '../guest-profile.js';
import type { GuestChannel, RunningGuest } from '../guest-state.js';
import { ERRNO } from '../errno.js';
import { deadDeviceEffect } from './orphan-effects.js';

/** What went wrong, or less well, while the drivers of matched devices opened their channels. */
export function reopeningFindings(guest: RunningGuest, faults: readonly Fault[]): readonly Finding[] {
  return guest.channels.flatMap((channel) => {
    if (channel.resumeError !== undefined) return failedFindings(channel, guest);
    return [...functionFindings(channel, faults), ...subChannelFindings(channel, guest, faults)];
  });
}

/** The driver gave up on a device that was offered: from then on it is as dead as one that was not. */
function failedFindings(channel: GuestChannel, { profile }: RunningGuest): readonly Finding[] {
  const { slot, resumeError } = channel;
  // Orphans and devices of another class were reported when their offers were matched.
  if (resumeError === ERRNO.EDQUOT || !isOfItsKind(channel)) return [];
  const { severity, consequence, later, assumption } = deadDeviceEffect({
    kind: kindOf(channel),
    index: indexOf(channel),
    rootOnDda: profile.rootOnDda,
  });
  return [
    {
      rule: ruleOf(channel),
      phase: 'R2r',
      severity,
      slot,
      summary: `${slot} was offered, but its driver gave up with error ${resumeError}.`,
      consequence,
      later,
      ...(assumption === undefined ? {} : { assumption }),
    },
  ];
}

function ruleOf(channel: GuestChannel): RuleId {
  switch (kindOf(channel)) {
    case 'scsi':
      return 'R60';
    case 'vf':
    case 'dda':
      return 'R67';
    case 'balloon':
      return 'R71';
    default:
      return 'R72';
  }
}

function functionFindings({ slot, pci }: GuestChannel, faults: readonly Fault[]): readonly Finding[] {
  if (pci === undefined || !isStagedFor(faults, 'vpci-function-changed', slot)) return [];
  return [
    {
      rule: 'R67',
      phase: 'R2r',
      severity: 'resumed-degraded',
      slot,
      summary: `Another PCI function sits behind ${slot} than before.`,
      consequence: 'The old function is dead; the new one is not looked for before the next rescan.',
    },
  ];
}

function subChannelFindings(
  { slot, driver }: GuestChannel,
  { vcpus }: RunningGuest,
  faults: readonly Fault[],
): readonly Finding[] {
  const isWanting = driver !== undefined && driverNamed(driver).subChannelsWanted(vcpus) > 0;
  if (!isWanting || !isStagedFor(faults, 'sub-channels-withheld', slot)) return [];
  return [
    {
      rule: 'R9',
      phase: 'R2r',
      severity: 'resumed',
      slot,
      summary: `${slot} got no sub-channel.`,
      consequence: 'All its requests go through one queue: it is slower, and nothing is lost.',
    },
  ];
}
