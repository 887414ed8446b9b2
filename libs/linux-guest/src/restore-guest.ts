import type { MatchReport } from '#libs/resume-matching';
import { hostOffers } from '#libs/vmbus';
import { resumeBus } from './bus-resume.js';
import { completeTransition, resumeDevices } from './device-resume.js';
import { count } from './device-suspend.js';
import type { Finding } from './guest-profile.js';
import type { HibernationImage, RunningGuest } from './guest-state.js';
import type { VirtualHardware } from './hardware.js';
import type { GuestStepRecord, RestoreOutcome } from './outcomes.js';
import { RESUME_SEQUENCE } from './sequence-rules.js';
import {
  deviceFindings,
  machineFindings,
  nextHibernationFindings,
  worstSeverity,
} from './restore-findings.js';

/**
 * Steps 4 to 6 of the resume: the image takes over inside the new VM. Each step is a function of its own, so that a
 * caller may run them one by one; `restoreGuest` runs all three. Past the jump no error aborts the resume (R23): the
 * result is an aggregate over devices, or a wait that never ends (R44).
 */

export interface RestoreOptions {
  /**
   * Whether VFs are among the first offers: they are when the fresh kernel had them (VPCI-7, R10). Otherwise the host
   * offers them later, to the resumed guest.
   */
  readonly vfPresent: boolean;
}

interface StepFacts {
  readonly findings: readonly Finding[];
  readonly record: GuestStepRecord;
}

/** After the jump: the hibernated kernel, still without a connection. */
export interface EnteredImage extends StepFacts {
  readonly guest: RunningGuest;
}

/** After the bus resume: relids fixed up, devices still closed. `hung`: the host refused the connection. */
export interface MatchedOffers extends StepFacts {
  readonly guest: RunningGuest;
  readonly report: MatchReport;
  readonly hung: boolean;
}

/** After the devices' resume functions and the end of the transition. */
export interface ReopenedChannels {
  readonly guest: RunningGuest;
  readonly findings: readonly Finding[];
  /** Step 5 again (devices) and step 6. */
  readonly records: readonly GuestStepRecord[];
}

/** RESUME-4: control passes to the image; it brings up the CPUs it had, as far as they exist (R80). */
export function enterImage(image: HibernationImage, hardware: VirtualHardware): EnteredImage {
  const vcpus = Math.min(image.guest.vcpus, hardware.vcpus);
  const notes = [
    `the image goes on with ${count(vcpus, 'CPU')}; nothing about processor or hypervisor is detected anew`,
  ];
  return {
    guest: { ...image.guest, vcpus },
    findings: machineFindings(image.guest, hardware),
    record: { ...RESUME_SEQUENCE[3], outcome: 'done', tookMs: 0, notes },
  };
}

/** RESUME-5, first half: the bus connects, asks for offers and matches them to the image's primary channels. */
export function matchOffers(
  guest: RunningGuest,
  hardware: VirtualHardware,
  options: RestoreOptions,
): MatchedOffers {
  const devices = options.vfPresent ? hardware.devices : hardware.devices.filter(({ kind }) => kind !== 'vf');
  const offers = hostOffers(devices, { firstRelid: hardware.firstRelid, withVfs: options.vfPresent });
  const resumed = resumeBus(guest, { offers, devices, vmbusVersions: hardware.vmbusVersions });
  const { report } = resumed;
  const record = { ...RESUME_SEQUENCE[4], tookMs: report.waitMs };
  if (resumed.kind === 'refused') {
    return {
      guest: resumed.guest,
      report,
      hung: true,
      findings: [connectionFinding(resumed.symptom)],
      record: { ...record, outcome: 'failed', notes: [resumed.symptom] },
    };
  }
  const { matched, unmatched, added, waitMs, timedOut } = report;
  const waited = timedOut ? `waited ${waitMs} ms for devices that never came` : `waited ${waitMs} ms`;
  return {
    guest: resumed.guest,
    report,
    hung: false,
    findings: deviceFindings(guest, report, devices),
    record: {
      ...record,
      outcome: 'done',
      notes: [`${matched} matched, ${unmatched} unmatched, ${added} new`, waited],
    },
  };
}

/** RESUME-5, second half, and RESUME-6: devices open their channels, new devices get drivers, user space runs on. */
export function reopenChannels({ guest, hung }: Pick<MatchedOffers, 'guest' | 'hung'>): ReopenedChannels {
  const reopening = { ...RESUME_SEQUENCE[5], tookMs: 0 };
  const running = { ...RESUME_SEQUENCE[6], tookMs: 0 };
  if (hung) {
    const notes = ['the first device waits without limit for an answer that the host does not send'];
    return {
      guest,
      findings: [],
      records: [
        { ...reopening, outcome: 'hung', notes },
        { ...running, outcome: 'skipped', notes: [] },
      ],
    };
  }
  const { guest: resumed } = resumeDevices(guest);
  const completed = completeTransition(resumed);
  const dead = completed.channels.filter(({ resumeError }) => resumeError !== undefined);
  const subChannels = completed.channels.reduce(
    (sum, { subChannelRelids }) => sum + subChannelRelids.length,
    0,
  );
  const open = completed.channels.filter(({ isOpen }) => isOpen).length;
  const errors = dead.map(
    ({ slot, resumeError }) => `${slot}: failed to restore noirq: error ${resumeError}`,
  );
  return {
    guest: completed,
    findings: nextHibernationFindings(completed),
    records: [
      {
        ...reopening,
        outcome: 'done',
        notes: [
          `${count(open, 'channel')} open, ${count(subChannels, 'sub-channel')} created from scratch`,
          ...errors,
        ],
      },
      { ...running, outcome: 'done', notes: ['user space is thawed and runs on'] },
    ],
  };
}

/** All of it: from the image on the new VM to a running guest and what can be said about it. */
export function restoreGuest(
  image: HibernationImage,
  hardware: VirtualHardware,
  options: RestoreOptions,
): RestoreOutcome {
  const entered = enterImage(image, hardware);
  const matched = matchOffers(entered.guest, hardware, options);
  const reopened = reopenChannels(matched);
  const findings = [...entered.findings, ...matched.findings, ...reopened.findings];
  const steps = [entered.record, matched.record, ...reopened.records];
  return {
    guest: reopened.guest,
    report: matched.report,
    severity: worstSeverity(findings),
    findings,
    steps,
    tookMs: steps.reduce((sum, { tookMs }) => sum + tookMs, 0),
  };
}

function connectionFinding(symptom: string): Finding {
  return {
    rule: 'R14',
    severity: 'hung-or-undefined',
    summary: `The bus could not connect: ${symptom}.`,
    consequence: 'No device is offered, and the first one to be resumed waits without limit.',
  };
}
