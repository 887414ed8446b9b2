import type { MatchReport, MatchRow } from '#libs/resume-matching';
import type { VirtualDevice } from '#libs/vmbus';
import { driverFor, indexOf, kindOf } from './driver-binding.js';
import type { Finding, GuestProfile, Severity } from './guest-profile.js';
import type { GuestChannel, RunningGuest } from './guest-state.js';
import type { VirtualHardware } from './hardware.js';
import { orphanEffect } from './orphan-effects.js';

const BY_GRAVITY: readonly Severity[] = [
  'resumed',
  'resumed-degraded',
  'resume-rejected-cold-boot',
  'hibernate-aborted',
  'hung-or-undefined',
];

/** The gravest severity among findings; `resumed` when there are none. */
export function worstSeverity(findings: readonly Pick<Finding, 'severity'>[]): Severity {
  return findings.reduce<Severity>(
    (worst, { severity }) => (BY_GRAVITY.indexOf(severity) > BY_GRAVITY.indexOf(worst) ? severity : worst),
    'resumed',
  );
}

/** What Linux does not notice when it goes on inside another machine (CONSIDER-7, R80). */
export function machineFindings(image: RunningGuest, hardware: VirtualHardware): readonly Finding[] {
  const findings: Finding[] = [];
  if (hardware.processorVendor !== image.processorVendor || hardware.processorRank < image.processorRank) {
    findings.push({
      rule: 'CONSIDER-7',
      severity: 'hung-or-undefined',
      summary: `The image was made on ${image.processorModel} and goes on on ${hardware.processorModel}.`,
      consequence:
        'Linux keeps using what it found at boot; instructions may be missing, with undefined results.',
    });
  } else if (hardware.processorModel !== image.processorModel) {
    findings.push({
      rule: 'ASSUME-5',
      severity: 'resumed',
      summary: `The image was made on ${image.processorModel} and goes on on the newer ${hardware.processorModel}.`,
      consequence: 'Linux does not notice; everything it uses is taken to exist there.',
    });
  }
  if (hardware.hypervLevel < image.hypervLevel) {
    findings.push({
      rule: 'CONSIDER-7',
      severity: 'hung-or-undefined',
      summary: `The image was made on Hyper-V level ${image.hypervLevel} and goes on on level ${hardware.hypervLevel}.`,
      consequence:
        'Linux keeps using hypervisor features that it found at boot; the older one may lack them.',
    });
  }
  if (hardware.vcpus < image.vcpus) {
    findings.push({
      rule: 'R80',
      severity: 'resumed-degraded',
      summary: `The image had ${image.vcpus} vCPUs, the new VM has ${hardware.vcpus}.`,
      consequence: 'The missing CPUs do not come up; channels aimed at them may lose interrupts.',
    });
  }
  return findings;
}

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
        return [orphanFinding(channel!, row, profile)];
      case 'matched':
        return matchedFindings(channel!, row, devices);
      case 'new':
        return [newFinding(row, report)];
      default:
        return assertNever(row.outcome);
    }
  });
}

/** R46: what an incomplete resume means for the next hibernation, era A only. */
export function nextHibernationFindings(guest: RunningGuest): readonly Finding[] {
  if (guest.era === 'B' || guest.channelsMissingAfterResume === 0) return [];
  return [
    {
      rule: 'R46',
      severity: 'resumed-degraded',
      summary: `The count of channels to be fixed up stands at ${guest.channelsMissingAfterResume} after the resume.`,
      consequence: 'Every further hibernation fails with -EBUSY until the VM boots afresh.',
    },
  ];
}

function orphanFinding(channel: GuestChannel, row: MatchRow, profile: GuestProfile): Finding {
  const effect = orphanEffect({
    kind: kindOf(channel),
    index: indexOf(channel),
    // KVP has no driver in the image, but one that waits for it (KVP-3).
    isDriven: driverFor(profile, channel.slot) !== undefined,
  });
  const next = effect.nextHibernation === undefined ? '' : ` Later, ${effect.nextHibernation}.`;
  return {
    rule: effect.rule,
    severity: effect.severity,
    slot: channel.slot,
    summary: `${channel.slot} (${channel.offer.instanceGuid}) is in the image, but ${row.reason}.`,
    consequence: effect.consequence + next,
  };
}

function matchedFindings(
  channel: GuestChannel,
  row: MatchRow,
  devices: readonly VirtualDevice[],
): readonly Finding[] {
  if (row.rule === 'R51') {
    return [
      {
        rule: 'R51',
        severity: 'hung-or-undefined',
        slot: channel.slot,
        summary: `${channel.slot} met a device of another class under its instance GUID.`,
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
      severity: 'resumed-degraded',
      slot: channel.slot,
      summary: `${channel.slot} keeps MAC ${channel.mac ?? 'unknown'}, but the new VM's NIC has ${device.mac ?? 'none'}.`,
      consequence: 'The host may drop frames that come from the old address.',
    },
  ];
}

function newFinding({ slot }: MatchRow, report: MatchReport): Finding {
  const summary = `${slot} is not in the image; the guest took it as a newly added device.`;
  if (kindOf({ slot }) !== 'vf') {
    const consequence =
      'Its driver binds at the end of the resume, and nothing in the guest is configured for it.';
    return { rule: 'CONSIDER-4', severity: 'resumed', slot, summary, consequence };
  }
  const staleVf = report.rows.some((row) => row.slot === slot && row.outcome === 'unmatched');
  if (staleVf) {
    const consequence =
      'The stale VF of the image keeps it from joining its NIC: it is an interface of its own.';
    return { rule: 'R65', severity: 'resumed-degraded', slot, summary, consequence };
  }
  const consequence = 'It joins its NIC, and the data path goes through it again.';
  return { rule: 'MOVE-10', severity: 'resumed', slot, summary, consequence };
}

function assertNever(value: never): never {
  throw new Error(`unexpected outcome ${JSON.stringify(value)}`);
}
