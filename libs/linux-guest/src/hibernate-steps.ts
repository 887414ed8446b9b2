import type { RuleId } from '#libs/kernel-rules';
import { hostOffers, type VirtualDevice } from '#libs/vmbus';
import { resumeBus } from './bus-resume.js';
import { suspendBus } from './bus-suspend.js';
import { completeTransition, resumeDevices } from './device-resume.js';
import { count, suspendDevices } from './device-suspend.js';
import { indexOf, kindOf } from './driver-binding.js';
import { ERRNO } from './errno.js';
import type { Finding } from './guest-profile.js';
import type { HibernationImage, RunningGuest } from './guest-state.js';
import {
  aborted,
  done,
  hung,
  type HibernateStep,
  type HibernateStepEnd,
  type HibernationState,
} from './hibernate-step.js';
import { imageBytesOf, largestImageMib, mibToBytes, totalMemoryMib, transferMs } from './image-size.js';
import { rollsBackAtPowerDown } from './kernel-version.js';
import { HIBERNATION_SEQUENCE } from './sequence-rules.js';

/**
 * The detailed hibernation sequence, step for step as the document numbers it; each step is a pure function.
 * What the PM core does besides (file-system sync, non-VMBus devices, compression) is left out.
 */
export const HIBERNATE_STEPS: readonly HibernateStep[] = [
  { ...HIBERNATION_SEQUENCE[0], run: freezeUserSpace },
  { ...HIBERNATION_SEQUENCE[1], run: freezeDevices },
  { ...HIBERNATION_SEQUENCE[2], run: freezeBus },
  { ...HIBERNATION_SEQUENCE[3], run: createImage },
  { ...HIBERNATION_SEQUENCE[4], run: thawBus },
  { ...HIBERNATION_SEQUENCE[5], run: thawDevices },
  { ...HIBERNATION_SEQUENCE[6], run: writeImage },
  { ...HIBERNATION_SEQUENCE[7], run: suspendForPowerOff },
  { ...HIBERNATION_SEQUENCE[8], run: enterS4 },
];

/** Step 1: user space freezes, memory for the image is set aside (R21 H1 to H7). */
function freezeUserSpace(state: HibernationState): HibernateStepEnd {
  const { guest } = state;
  if (guest.profile.architecture === 'arm64') {
    const symptom = 'Linux supports no ACPI sleep state on arm64';
    return aborted(guest, { rule: 'ENABLE-6', errno: ERRNO.EPERM, symptom });
  }
  if (!guest.profile.hibernationAvailable) {
    const symptom = 'hibernation is not available: nohibernate, lock-down or secret memory in use';
    return aborted(guest, { rule: 'R21', errno: ERRNO.EPERM, symptom });
  }
  const largest = largestImageMib(guest);
  if (guest.profile.workingSetMib > largest) {
    const symptom = `not enough memory for the image: ${guest.profile.workingSetMib} MiB in use, ${largest} MiB possible`;
    return aborted(guest, { rule: 'R81', errno: ERRNO.ENOMEM, symptom });
  }
  return done(state, [
    `froze user space; set aside memory for an image of ${guest.profile.workingSetMib} MiB`,
  ]);
}

/** Step 2, "freeze": every VMBus device is suspended in turn. */
function freezeDevices(state: HibernationState): HibernateStepEnd {
  const { guest, refusal, suspendedIds, notes } = suspendDevices(state.guest);
  if (refusal === undefined) return done({ ...state, guest }, notes);
  return rollBack(guest, suspendedIds, refusal, notes);
}

/** Step 3: the bus is suspended; sockets are closed, the connection is unloaded. */
function freezeBus(state: HibernationState): HibernateStepEnd {
  const findings = socketFindings(state.guest);
  const result = suspendBus(state.guest);
  if (result.kind === 'suspended') return done({ ...state, guest: result.guest }, result.notes, { findings });
  const everyId = result.guest.channels.map(({ id }) => id);
  const { errno, symptom } = result;
  return rollBack(result.guest, everyId, { rule: 'R46', errno, symptom }, []);
}

/** Step 4: non-boot CPUs off, memory copied, CPUs on. What the image holds is the guest at this moment (R21 H11). */
function createImage(state: HibernationState): HibernateStepEnd {
  const { guest } = state;
  const image: HibernationImage = {
    guest,
    imageBytes: imageBytesOf(guest),
    memoryMib: guest.memoryMib,
    totalMemoryMib: totalMemoryMib(guest),
  };
  const notes = [
    `the image holds ${count(guest.channels.length, 'closed primary channel')} and no sub-channel`,
  ];
  return done({ ...state, image }, notes, { findings: vfFindings(state) });
}

/** Step 5, "thaw": the same VM re-offers its devices; what happens from here on is not in the image (R21). */
function thawBus(state: HibernationState): HibernateStepEnd {
  const { hardware } = state;
  const devices = devicesOffered(state);
  const offers = hostOffers(devices, { firstRelid: hardware.firstRelid, withVfs: true });
  const result = resumeBus(state.guest, { offers, devices, vmbusVersions: hardware.vmbusVersions });
  if (result.kind === 'refused') return hung('R44', result.symptom);
  const { matched, unmatched, added, waitMs } = result.report;
  const notes = [`re-offered: ${matched} matched, ${unmatched} missing, ${added} new`];
  return done({ ...state, guest: result.guest }, notes, { tookMs: waitMs });
}

/** Step 6: devices open their channels again; sub-channels are created anew. */
function thawDevices(state: HibernationState): HibernateStepEnd {
  const resumed = resumeDevices(state.guest);
  if (resumed.hungSlot !== undefined) return hung('R48', hungSymptom(resumed.hungSlot));
  const guest = completeTransition(resumed.guest);
  const subChannels = guest.channels.reduce((sum, { subChannelRelids }) => sum + subChannelRelids.length, 0);
  return done({ ...state, guest }, [`re-opened devices; ${count(subChannels, 'sub-channel')} created anew`]);
}

/** Step 7: the image goes to swap (R82). A failure leaves the guest running. */
function writeImage(state: HibernationState): HibernateStepEnd {
  const { guest, hardware } = state;
  const { imageBytes } = imageOf(state);
  const swapBytes = mibToBytes(guest.profile.swapMib);
  if (swapBytes === 0) {
    const symptom = 'Cannot find swap device, try swapon -a';
    return aborted(guest, { rule: 'R82', errno: ERRNO.ENODEV, symptom });
  }
  if (swapBytes < imageBytes) {
    const tookMs = transferMs(swapBytes, hardware.imageBytesPerSecond);
    const symptom = `swap is full after ${swapBytes} of ${imageBytes} bytes`;
    return aborted(guest, { rule: 'R82', errno: ERRNO.ENOSPC, symptom }, { tookMs });
  }
  const tookMs = transferMs(imageBytes, hardware.imageBytesPerSecond);
  return done({ ...state, imageWritten: true }, [`wrote ${imageBytes} bytes to swap`], { tookMs });
}

/** Step 8, "poweroff": steps 2 and 3 again, through the same functions (DEVICES-13). */
function suspendForPowerOff(state: HibernationState): HibernateStepEnd {
  const devices = suspendDevices(state.guest);
  if (devices.refusal !== undefined)
    return powerDownFailed(devices.guest, devices.suspendedIds, devices.refusal);
  const bus = suspendBus(devices.guest);
  if (bus.kind === 'suspended') return done({ ...state, guest: bus.guest }, [...devices.notes, ...bus.notes]);
  const everyId = bus.guest.channels.map(({ id }) => id);
  return powerDownFailed(bus.guest, everyId, { rule: 'R45', errno: bus.errno, symptom: bus.symptom });
}

/** Step 9: non-boot CPUs off, ACPI S4. Without S4 the machine powers off like any other (R86). */
function enterS4(state: HibernationState): HibernateStepEnd {
  if (state.guest.s4Enabled) return done(state, ['entered ACPI S4']);
  const symptom = 'there is no ACPI S4 state, so the guest powered off normally after writing its image';
  return poweredOff('R86', symptom);
}

/** R25: what was suspended is resumed, in order of registration; the device that refused is not touched. */
function rollBack(
  guest: RunningGuest,
  suspendedIds: readonly number[],
  cause: Parameters<typeof aborted>[1],
  notes: readonly string[],
): HibernateStepEnd {
  const resumed = resumeDevices(guest, suspendedIds);
  if (resumed.hungSlot !== undefined) return hung('R48', hungSymptom(resumed.hungSlot));
  const undone = `rolled back: ${count(suspendedIds.length, 'device')} resumed`;
  return aborted(completeTransition(resumed.guest), cause, { notes: [...notes, undone] });
}

/** R27: newer kernels roll back on -EBUSY and drop the image; on any other error the machine goes off with it. */
function powerDownFailed(
  guest: RunningGuest,
  suspendedIds: readonly number[],
  cause: Parameters<typeof aborted>[1],
): HibernateStepEnd {
  if (cause.errno === ERRNO.EBUSY && rollsBackAtPowerDown(guest.profile.kernelVersion)) {
    return rollBack(guest, suspendedIds, cause, ['the image on swap was un-marked']);
  }
  const symptom = `${cause.symptom}; the kernel powers off all the same, with a valid image`;
  return poweredOff('R27', symptom);
}

function poweredOff(rule: RuleId, symptom: string): HibernateStepEnd {
  const consequence =
    'The host sees a power-off and no hibernation; the image waits on disk for the next boot.';
  const finding: Finding = { rule, severity: 'resumed-degraded', summary: `${symptom}.`, consequence };
  return { kind: 'powered-off', rule, symptom, notes: [], tookMs: 0, findings: [finding] };
}

/** VPCI-7: VFs that the guest had come back with the first offers; those taken away before stay away (R64). */
function devicesOffered({ hardware, guest }: HibernationState): readonly VirtualDevice[] {
  const vfs = new Set(guest.channels.filter((channel) => kindOf(channel) === 'vf').map(indexOf));
  return hardware.devices.filter(({ kind, index }) => kind !== 'vf' || vfs.has(index));
}

/** What step 4 made. Throws `Error` before it. */
export function imageOf(state: HibernationState): HibernationImage {
  if (state.image === undefined) throw new Error('the image is created in step 4');
  return state.image;
}

function hungSymptom(slot: string): string {
  return `${slot} waits without limit for sub-channels whose offers the bus drops`;
}

function socketFindings({ openHvSockets }: RunningGuest): readonly Finding[] {
  if (openHvSockets === 0) return [];
  return [
    {
      rule: 'DEVICES-12',
      severity: 'resumed',
      summary: `${count(openHvSockets, 'Hyper-V socket')} was open and is forced closed`,
      consequence:
        'Applications in the guest see the connection end; the host end gets an error when it is used.',
    },
  ];
}

function vfFindings({ guest, initiatedBy }: HibernationState): readonly Finding[] {
  const who = initiatedBy === 'self' ? 'the guest hibernated by itself' : 'nobody took the VF away';
  return guest.channels
    .filter((channel) => kindOf(channel) === 'vf')
    .map(({ slot }) => ({
      rule: 'MOVE-12',
      severity: 'resumed-degraded',
      slot,
      summary: `The image holds ${slot}, because ${who}.`,
      consequence:
        'A newly created VM offers a VF under another instance GUID, and this one is not resumed properly.',
    }));
}
