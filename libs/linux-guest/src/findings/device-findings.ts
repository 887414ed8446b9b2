import type { MatchReport, MatchRow } from '#libs/resume-matching';
import type { VirtualDevice } from '#libs/vmbus';
import { driverFor, indexOf, kindOf } from '../driver-binding.js';
import type { Finding, GuestProfile } from '../guest-profile.js';
import type { GuestChannel, RunningGuest } from '../guest-state.js';
import { orphanEffect } from './orphan-effects.js';

/** One finding per device that did not come back as it was, in the order of the report. */
export function deviceFindings(
  { channels: imageChannels, profile }: RunningGuest,
  report: MatchReport,
  devices: readonly VirtualDevice[],
): readonly Finding[] {
  return report.rows.flatMap((row, index) => {
    const channel = imageChannels[index];
    switch (row.outcome) {
      case 'unmatched':
      case 'late':
        return [orphanFinding(channel!, row, profile)];
      case 'matched':
        return matchedFindings(channel!, row, devices);
      case 'new':
        return [newFinding(row, report, profile)];
      default:
        return assertNever(row.outcome);
    }
  });
}

/** Azure's primary interface is the first of the list. */
const PRIMARY_NIC = 'nic 0';

/** R42: an offer that comes too late leaves its device as dead as one that never comes. */
function orphanFinding(channel: GuestChannel, row: MatchRow, profile: GuestProfile): Finding {
  const { later, ...effect } = orphanEffect({
    kind: kindOf(channel),
    index: indexOf(channel),
    // KVP has no driver in the image, but one that waits for it (KVP-3).
    isDriven: driverFor(profile, channel.slot) !== undefined,
    rootOnDda: profile.rootOnDda,
  });
  const unreachable = channel.slot === PRIMARY_NIC ? ' It is the primary one: the VM is unreachable.' : '';
  return {
    ...effect,
    consequence: `${effect.consequence}${unreachable}`,
    rule: row.outcome === 'late' ? 'R42' : effect.rule,
    phase: 'R2r',
    slot: channel.slot,
    summary: `${channel.slot} (${channel.offer.instanceGuid}) is in the image, but ${row.reason}.`,
    ...(later.length === 0 ? {} : { later }),
  };
}

function matchedFindings(
  channel: GuestChannel,
  row: MatchRow,
  devices: readonly VirtualDevice[],
): readonly Finding[] {
  const { slot } = channel;
  if (row.rule === 'R51') {
    return [
      {
        rule: 'R51',
        phase: 'R2r',
        severity: 'hung-or-undefined',
        slot,
        summary: `${slot} met a device of another class under its instance GUID.`,
        consequence:
          'The old driver opens a channel to the wrong kind of service; what follows is undefined.',
      },
    ];
  }
  const device = devices.find(({ instanceGuid }) => instanceGuid === row.offeredInstanceGuid);
  if (kindOf(channel) !== 'nic' || device === undefined || device.mac === channel.mac) return [];
  return [
    {
      rule: 'R62',
      phase: 'R2r',
      severity: 'resumed-degraded',
      slot,
      summary: `${slot} keeps MAC ${channel.mac ?? 'unknown'}, but the new VM's NIC has ${device.mac ?? 'none'}.`,
      consequence: 'The host may drop frames that come from the old address.',
    },
  ];
}

function newFinding({ slot }: MatchRow, report: MatchReport, profile: GuestProfile): Finding {
  const summary = `${slot} is not in the image; the guest took it as a newly added device.`;
  const isNew = { phase: 'complete', slot, summary } as const;
  if (kindOf({ slot }) !== 'vf') {
    const consequence =
      driverFor(profile, slot) === undefined
        ? 'There is no driver for it in this guest: it stays unused.'
        : 'Its driver binds at the end of the resume, and nothing in the guest is configured for it.';
    return { ...isNew, rule: 'CONSIDER-4', severity: 'resumed', consequence };
  }
  const staleVf = report.rows.some((row) => row.slot === slot && row.outcome === 'unmatched');
  if (staleVf) {
    const consequence =
      'The stale VF of the image keeps it from joining its NIC: it is an interface of its own.';
    return { ...isNew, rule: 'R65', severity: 'resumed-degraded', consequence };
  }
  const consequence = 'It joins its NIC, and the data path goes through it again.';
  return { ...isNew, rule: 'MOVE-10', severity: 'resumed', consequence };
}

function assertNever(value: never): never {
  throw new Error(`unexpected outcome ${JSON.stringify(value)}`);
}
