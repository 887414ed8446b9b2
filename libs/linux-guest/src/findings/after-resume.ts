import { slotsStaged, type Fault } from '../faults/fault.js';
import type { Finding } from '../guest-profile.js';
import type { RunningGuest } from '../guest-state.js';

/** What the resume does not touch, and so does not notice: the disks behind matched controllers (R57), the clock. */
export function afterResumeFindings(
  guest: RunningGuest,
  { faults, hasTemporaryDisk }: { readonly faults: readonly Fault[]; readonly hasTemporaryDisk: boolean },
): readonly Finding[] {
  return [
    ...slotsStaged(faults, 'lun-missing').map(missingDisk),
    ...slotsStaged(faults, 'disk-content-changed').map(changedDisk),
    ...temporaryDiskFindings(guest, hasTemporaryDisk),
    ...clockFindings(guest),
  ];
}

function missingDisk(disk: string): Finding {
  const isRoot = disk === 'os disk';
  return {
    rule: 'R57',
    phase: 'after',
    severity: isRoot ? 'hung-or-undefined' : 'resumed-degraded',
    slot: disk,
    summary: `The ${disk} is gone from behind its controller, which matched.`,
    consequence: isRoot
      ? 'Every access fails with DID_NO_CONNECT: nothing that is not in memory can run.'
      : 'Every access fails with DID_NO_CONNECT; its file systems are lost.',
    later: [{ when: 'first-use', rule: 'R57', what: `I/O to the ${disk} fails, and the disk is removed.` }],
  };
}

function changedDisk(disk: string): Finding {
  return {
    rule: 'R57',
    phase: 'after',
    severity: 'hung-or-undefined',
    slot: disk,
    summary: `The ${disk} was written to while the VM slept.`,
    consequence:
      'The page cache of the image is stale, and nothing detects it: the file system is corrupted.',
    later: [
      {
        when: 'first-use',
        rule: 'R57',
        what: `Stale cached blocks of the ${disk} are written over new ones.`,
      },
    ],
  };
}

/** AZURE-33: the temporary disk is local to a host, and stays there when the VM leaves. */
function temporaryDiskFindings({ profile }: RunningGuest, hasTemporaryDisk: boolean): readonly Finding[] {
  if (!hasTemporaryDisk || !profile.mountsTemporaryDisk) return [];
  return [
    {
      rule: 'R57',
      phase: 'after',
      severity: 'resumed-degraded',
      slot: 'temporary disk',
      summary: 'The temporary disk of the new host is blank, and a file system on the old one was mounted.',
      consequence: 'The mounted file system is inconsistent with its disk; its data are gone.',
      later: [{ when: 'first-use', rule: 'R57', what: 'Reads of the mounted file system give errors.' }],
    },
  ];
}

function clockFindings({ clock, channels }: RunningGuest): readonly Finding[] {
  // A time service that failed to resume has its own finding; this one is about a guest that does without it.
  const hasFailed = channels.some(
    ({ slot, resumeError }) => slot === 'timesync 0' && resumeError !== undefined,
  );
  if (clock === 'host-time' || hasFailed) return [];
  return [
    {
      rule: 'R74',
      phase: 'after',
      severity: 'resumed',
      summary: 'The wall clock stands where it was when the guest slept.',
      consequence: 'Nothing corrects it but a time service over the network.',
    },
  ];
}
