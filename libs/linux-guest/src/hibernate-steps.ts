import type { VirtualDevice } from '#libs/vmbus';
import { busResumeHost, resumeBus, takeLateOffers } from './bus-resume.js';
import { suspendBus } from './bus-suspend.js';
import { completeTransition, resumeDevices } from './device-resume.js';
import { count, suspendDevices } from './device-suspend.js';
import { indexOf, kindOf } from './driver-binding.js';
import { ERRNO } from './errno.js';
import { isStaged, isStagedFor } from './faults/fault.js';
import type { Finding } from './guest-profile.js';
import {
  aborted,
  done,
  hung,
  type HibernateStep,
  type HibernateStepEnd,
  type HibernationState,
} from './hibernate-step.js';
import { KernelLog } from './kernel-log.js';
import { enterS4, suspendForPowerOff } from './power-down.js';
import { prepareHibernation } from './prepare-hibernation.js';
import { rollBack } from './roll-back.js';
import { HIBERNATION_SEQUENCE } from './sequence-rules.js';
import { createImage, writeImage } from './write-image.js';

/**
 * The detailed hibernation sequence, step for step as the document numbers it; each step is a pure function.
 * What the PM core does besides (file-system sync, non-VMBus devices, compression) is left out.
 */
export const HIBERNATE_STEPS: readonly HibernateStep[] = [
  { ...HIBERNATION_SEQUENCE[0], run: prepareHibernation },
  { ...HIBERNATION_SEQUENCE[1], run: freezeDevices },
  { ...HIBERNATION_SEQUENCE[2], run: freezeBus },
  { ...HIBERNATION_SEQUENCE[3], run: copyMemory },
  { ...HIBERNATION_SEQUENCE[4], run: thawBus },
  { ...HIBERNATION_SEQUENCE[5], run: thawDevices },
  { ...HIBERNATION_SEQUENCE[6], run: writeImage },
  { ...HIBERNATION_SEQUENCE[7], run: suspendForPowerOff },
  { ...HIBERNATION_SEQUENCE[8], run: enterS4 },
];

/** Step 2, "freeze": every VMBus device is suspended in turn. */
function freezeDevices(state: HibernationState): HibernateStepEnd {
  const { faults } = state.hardware;
  const log = new KernelLog();
  const { guest, refusal, suspendedIds, notes } = suspendDevices(state.guest, {
    verb: 'freeze',
    faults,
    log,
  });
  if (refusal === undefined) return done({ ...state, guest }, notes, { log });
  if (refusal.kind === 'hung') return hung({ ...refusal, phase: 'H9' }, { log, notes });
  log.error('PM: hibernation: Some devices failed to power down, aborting');
  const { rule, errno, symptom } = refusal;
  return rollBack(guest, suspendedIds, { rule, errno, symptom, phase: 'H9' }, { faults, log, notes });
}

/** Step 3: the bus is suspended; sockets are closed, the connection is unloaded. */
function freezeBus(state: HibernationState): HibernateStepEnd {
  const { faults } = state.hardware;
  const log = new KernelLog();
  const findings = socketFindings(state.guest);
  const result = suspendBus(state.guest, { faults, log });
  switch (result.kind) {
    case 'suspended':
      return done(
        { ...state, guest: result.guest, socketsForcedClosed: state.guest.openHvSockets },
        result.notes,
        { findings, log },
      );
    case 'hung':
      return hung({ ...result, phase: 'H9' }, { log });
    case 'refused': {
      const { guest, errno, symptom } = result;
      log.error(`vmbus: PM: failed to freeze noirq: error ${errno}`);
      log.error('PM: hibernation: Some devices failed to power down, aborting');
      const everyId = guest.channels.map(({ id }) => id);
      return rollBack(
        guest,
        everyId,
        { rule: 'R46', phase: 'H9', errno, symptom },
        { faults, log, notes: [] },
      );
    }
  }
}

/** Step 4; without memory for the copy everything is thawed, and user space runs on (R21 H11, R81). */
function copyMemory(state: HibernationState): HibernateStepEnd {
  if (!isStaged(state.hardware.faults, 'memory-short-at-copy')) return createImage(state);
  const bus = thawBus(state);
  const thawed = bus.kind === 'done' ? thawDevices(bus.state) : bus;
  if (thawed.kind !== 'done') return thawed;
  const log = new KernelLog();
  log.error('PM: hibernation: Not enough free memory');
  const symptom = 'there is not enough free memory to copy the image into';
  const cause = { rule: 'R81', phase: 'H11', errno: ERRNO.ENOMEM, symptom } as const;
  return aborted(thawed.state.guest, cause, { log, notes: [...bus.notes, ...thawed.notes] });
}

/** Step 5, "thaw": the same VM re-offers its devices; what happens from here on is not in the image (R21). */
function thawBus(state: HibernationState): HibernateStepEnd {
  const { hardware } = state;
  const log = new KernelLog();
  const result = resumeBus(state.guest, busResumeHost(hardware, devicesOffered(state), true), log);
  if (result.kind === 'refused') {
    return hung({ rule: 'R44', phase: 'H12', symptom: result.symptom }, { log });
  }
  const { matched, unmatched, late, added } = result.report;
  const notes = [`re-offered: ${matched} matched, ${unmatched + late} missing, ${added} new`];
  const { guest, lateOffers } = result;
  return done({ ...state, guest, lateOffers }, notes, { log });
}

/** Step 6: devices open their channels again; sub-channels are created anew. */
function thawDevices({ lateOffers = [], ...state }: HibernationState): HibernateStepEnd {
  const { faults } = state.hardware;
  const log = new KernelLog();
  const resumed = resumeDevices(state.guest, { verb: 'thaw', faults, log });
  if (resumed.hung !== undefined) return hung({ ...resumed.hung, phase: 'H12' }, { log });
  const guest = completeTransition(takeLateOffers(resumed.guest, lateOffers));
  const subChannels = guest.channels.reduce((sum, { subChannelRelids }) => sum + subChannelRelids.length, 0);
  const notes = [`re-opened devices; ${count(subChannels, 'sub-channel')} created anew`];
  return done({ ...state, guest }, notes, { log });
}

/** VPCI-7: VFs that the guest had come back with the first offers; those taken away before stay away (R64). */
function devicesOffered({ hardware, guest }: HibernationState): readonly VirtualDevice[] {
  const vfs = new Set(guest.channels.filter((channel) => kindOf(channel) === 'vf').map(indexOf));
  return hardware.devices.filter(
    ({ kind, index }) =>
      (kind !== 'vf' || vfs.has(index)) &&
      !isStagedFor(hardware.faults, 'missing-at-thaw', `${kind} ${index}`),
  );
}

function socketFindings({ openHvSockets }: HibernationState['guest']): readonly Finding[] {
  if (openHvSockets === 0) return [];
  return [
    {
      rule: 'DEVICES-12',
      phase: 'H9',
      severity: 'resumed',
      summary: `${count(openHvSockets, 'Hyper-V socket')} ${openHvSockets === 1 ? 'was open and is' : 'were open and are'} forced closed`,
      consequence:
        'Applications in the guest see the connection end; the host end gets an error when it is used.',
      assumption: 'ASSUME-21',
    },
  ];
}
