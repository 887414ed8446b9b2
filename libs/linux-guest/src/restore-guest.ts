import type { RuleId } from '#libs/kernel-rules';
import type { MatchReport } from '#libs/resume-matching';
import type { Guid, Offer } from '#libs/vmbus';
import { busResumeHost, resumeBus, takeLateOffers } from './bus-resume.js';
import { completeTransition, resumeDevices, type HungDevice } from './device-resume.js';
import { count } from './device-suspend.js';
import { isStagedFor, type Fault } from './faults/fault.js';
import { afterResumeFindings } from './findings/after-resume.js';
import { deviceFindings } from './findings/device-findings.js';
import { machineFindings } from './findings/machine-findings.js';
import { nextHibernationFindings } from './findings/next-hibernation.js';
import { reopeningFindings } from './findings/reopening-findings.js';
import { worstSeverity } from './findings/severity.js';
import type { Finding } from './guest-profile.js';
import type { HibernationImage, RunningGuest } from './guest-state.js';
import type { VirtualHardware } from './hardware.js';
import { KernelLog } from './kernel-log.js';
import type { GuestStepRecord, RestoreOutcome } from './outcomes.js';
import { logDeadFunctions, logVfs } from './pci-log.js';
import { RESUME_SEQUENCE } from './sequence-rules.js';

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

/** After the bus resume: relids fixed up, devices still closed. */
export interface MatchedOffers extends StepFacts {
  readonly guest: RunningGuest;
  readonly report: MatchReport;
  /** Offers that come too late for their drivers (R42). */
  readonly lateOffers: readonly Offer[];
  /** The host refused the connection: the first device to be resumed waits for ever (R44). */
  readonly hung?: { readonly rule: RuleId; readonly symptom: string };
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
  const log = new KernelLog();
  log.info('Enabling non-boot CPUs ...');
  for (let cpu = vcpus; cpu < image.guest.vcpus; cpu++) log.error(`Error taking CPU${cpu} up: -19`);
  const notes = [
    `the image goes on with ${count(vcpus, 'CPU')}; nothing about processor or hypervisor is detected anew`,
  ];
  return {
    guest: { ...image.guest, vcpus, clock: 'behind' },
    findings: machineFindings(image.guest, hardware),
    record: { ...RESUME_SEQUENCE[3], outcome: 'done', tookMs: 0, notes, log: log.lines },
  };
}

/** RESUME-5, first half: the bus connects, asks for offers and matches them to the image's primary channels. */
export function matchOffers(
  guest: RunningGuest,
  hardware: VirtualHardware,
  options: RestoreOptions,
): MatchedOffers {
  const log = new KernelLog();
  const devices = hardware.devices.filter(
    ({ kind, index }) =>
      (options.vfPresent || kind !== 'vf') &&
      !isStagedFor(hardware.faults, 'missing-at-restore', `${kind} ${index}`),
  );
  const resumed = resumeBus(guest, busResumeHost(hardware, devices, options.vfPresent), log);
  const { report } = resumed;
  if (resumed.kind === 'refused') {
    const { symptom, errno } = resumed;
    log.error(`hv_vmbus: PM: failed to restore noirq: error ${errno}`);
    return {
      guest: resumed.guest,
      report,
      lateOffers: [],
      hung: { rule: 'R44', symptom },
      findings: [connectionFinding(symptom)],
      record: { ...RESUME_SEQUENCE[4], tookMs: 0, outcome: 'failed', notes: [symptom], log: log.lines },
    };
  }
  const { matched, late, unmatched, added, waitMs, timedOut } = report;
  const waited = timedOut ? `waited ${waitMs} ms for offers that never came` : `waited ${waitMs} ms`;
  const lateText = late === 0 ? '' : `, ${late} too late`;
  return {
    guest: resumed.guest,
    report,
    lateOffers: resumed.lateOffers,
    findings: deviceFindings(guest, report, devices),
    record: {
      ...RESUME_SEQUENCE[4],
      tookMs: waitMs,
      outcome: 'done',
      notes: [`${matched} matched, ${unmatched} unmatched, ${added} new${lateText}`, waited],
      log: log.lines,
    },
  };
}

/** RESUME-5, second half, and RESUME-6: devices open their channels, new devices get drivers, user space runs on. */
export function reopenChannels(
  { guest, hung, lateOffers }: Pick<MatchedOffers, 'guest' | 'hung' | 'lateOffers'>,
  { faults, hasTemporaryDisk }: VirtualHardware,
): ReopenedChannels {
  if (hung !== undefined) {
    const symptom = 'the first device waits without limit for an answer that the host does not send';
    return neverReturned(guest, symptom, new KernelLog());
  }
  const log = new KernelLog();
  const resumed = resumeDevices(guest, { verb: 'restore', faults, log });
  if (resumed.hung !== undefined) {
    return {
      ...neverReturned(resumed.guest, resumed.hung.symptom, log),
      findings: [hungFinding(resumed.hung)],
    };
  }
  const onTime = setClock(resumed.guest, faults, log);
  logDeadFunctions(onTime, log);
  const completed = completeTransition(takeLateOffers(onTime, lateOffers));
  logVfs(completed, log, { newGuids: unboundGuids(onTime) });
  log.info('PM: hibernation: hibernation exit');
  return {
    guest: completed,
    findings: [
      ...reopeningFindings(completed, faults),
      ...afterResumeFindings(completed, { faults, hasTemporaryDisk }),
      ...nextHibernationFindings(completed),
    ],
    records: [reopeningRecord(completed, log), runningRecord()],
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
  const reopened = reopenChannels(matched, hardware);
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

/** Of devices that have come with the new machine, and have no driver yet (R24). */
function unboundGuids({ channels }: RunningGuest): readonly Guid[] {
  return channels.flatMap(({ driver, offer }) => (driver === undefined ? [offer.instanceGuid] : []));
}

/** R70: the first sample of the time service carries the host's time, and the clock is set to it. */
function setClock(guest: RunningGuest, faults: readonly Fault[], log: KernelLog): RunningGuest {
  const isServed = guest.channels.some(({ slot, isOpen }) => slot === 'timesync 0' && isOpen);
  if (!isServed || isStagedFor(faults, 'vsp-silent', 'timesync 0')) return guest;
  log.info('hv_utils: TimeSync: the clock is set to the time of the host');
  return { ...guest, clock: 'host-time' };
}

function neverReturned(guest: RunningGuest, symptom: string, log: KernelLog): ReopenedChannels {
  return {
    guest,
    findings: [],
    records: [
      { ...RESUME_SEQUENCE[5], tookMs: log.nowMs, outcome: 'hung', notes: [symptom], log: log.lines },
      { ...RESUME_SEQUENCE[6], tookMs: 0, outcome: 'skipped', notes: [], log: [] },
    ],
  };
}

function reopeningRecord({ channels }: RunningGuest, log: KernelLog): GuestStepRecord {
  const open = channels.filter(({ isOpen }) => isOpen).length;
  const subChannels = channels.reduce((sum, { subChannelRelids }) => sum + subChannelRelids.length, 0);
  const errors = channels
    .filter(({ resumeError }) => resumeError !== undefined)
    .map(({ slot, resumeError }) => `${slot}: failed to restore noirq: error ${resumeError}`);
  const opened = `${count(open, 'channel')} open, ${count(subChannels, 'sub-channel')} created from scratch`;
  return {
    ...RESUME_SEQUENCE[5],
    tookMs: log.nowMs,
    outcome: 'done',
    notes: [opened, ...errors],
    log: log.lines,
  };
}

function runningRecord(): GuestStepRecord {
  const notes = ['user space is thawed and runs on'];
  return { ...RESUME_SEQUENCE[6], tookMs: 0, outcome: 'done', notes, log: [] };
}

function hungFinding({ rule, slot, symptom }: HungDevice): Finding {
  return {
    rule,
    phase: 'R2r',
    severity: 'hung-or-undefined',
    slot,
    summary: `${symptom}.`,
    consequence: 'The resume never ends, and nothing is logged: hung tasks are not watched while it lasts.',
  };
}

function connectionFinding(symptom: string): Finding {
  return {
    rule: 'R14',
    phase: 'R2r',
    severity: 'hung-or-undefined',
    summary: `The bus could not connect: ${symptom}.`,
    consequence: 'No device is offered, and the first one to be resumed waits without limit.',
  };
}
