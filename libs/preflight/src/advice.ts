import {
  hasStandardPools,
  MOST_MEMORY_OF_TOOL_MIB,
  swapOfTool,
  type HibernationInitiator,
  type RunningGuest,
} from '#libs/linux-guest';
import type { Partition } from '#libs/vm-operations';
import { classOfKind, compareKernelVersions, driverOf } from '#libs/vmbus';
import type { Problem } from './problem.js';

/** Advice with what to do about it: nothing here shows in a rehearsal. */
export interface Advice {
  readonly problem: Problem;
  readonly remedy: string;
}

/** What people should know who put such a guest to sleep, although the model lets it pass. */
export function adviceFor(
  guest: RunningGuest,
  machine: Partition,
  initiatedBy: HibernationInitiator,
): readonly Advice[] {
  return [
    ...initiatorAdvice(initiatedBy),
    ...requestAdvice(guest, initiatedBy),
    ...clockAdvice(guest),
    ...swapAdvice(guest),
    ...fileCopyAdvice(guest),
    ...memoryMapAdvice(machine),
  ];
}

function initiatorAdvice(initiatedBy: HibernationInitiator): readonly Advice[] {
  if (initiatedBy === 'shutdown-service') return [];
  return [
    {
      problem: {
        severity: 'warning',
        rule: 'AZURE-34',
        source: 'arm',
        phase: 'request',
        summary: 'The guest hibernates by itself, and nobody asks the platform.',
        consequence: 'The VM counts as stopped: it keeps its host and is billed on.',
      },
      remedy: 'Let the platform hibernate the VM, or deallocate it afterwards.',
    },
  ];
}

/**
 * Shutdown service 3.2, with which a host can ask (R87), came with the merge of 3 February 2020 after 5.5; drivers could
 * suspend from the releases before on. Source: upstream ffd1d4a49336, d0fa9250317f. Distributions took both to older kernels.
 */
const FIRST_KERNEL_ASKED_BY_HOST = '5.6';

function requestAdvice({ profile }: RunningGuest, initiatedBy: HibernationInitiator): readonly Advice[] {
  const { kernelVersion } = profile;
  if (initiatedBy === 'self' || compareKernelVersions(kernelVersion, FIRST_KERNEL_ASKED_BY_HOST) >= 0)
    return [];
  return [
    {
      problem: {
        severity: 'warning',
        rule: 'R87',
        source: 'guest',
        phase: 'trigger',
        summary: `Linux ${kernelVersion} is older than ${FIRST_KERNEL_ASKED_BY_HOST}, with which hosts could first ask a guest to hibernate.`,
        consequence:
          'Unless the distribution has taken hibernation on Hyper-V back to this kernel, the guest refuses, or its drivers cannot suspend.',
      },
      remedy: 'Check that the distribution supports hibernation on Hyper-V with this kernel, or update it.',
    },
  ];
}

/** R74 names 6.1.192 as the oldest release seen with the correction. */
const OLDEST_SERIES_WITH_CLOCK_CORRECTION = '6.1';

function clockAdvice({ profile: { kernelVersion } }: RunningGuest): readonly Advice[] {
  if (compareKernelVersions(kernelVersion, OLDEST_SERIES_WITH_CLOCK_CORRECTION) >= 0) return [];
  return [
    {
      problem: {
        severity: 'warning',
        rule: 'R74',
        source: 'resume',
        phase: 'after',
        summary: `Linux ${kernelVersion} may lack the correction of its scheduler clock for a resume.`,
        consequence: 'Times in the kernel log and in scheduling may jump when the VM resumes elsewhere.',
      },
      remedy: `Update the kernel; ${OLDEST_SERIES_WITH_CLOCK_CORRECTION}.192 is known to have it.`,
    },
  ];
}

function swapAdvice({ memoryMib, profile: { swapMib } }: RunningGuest): readonly Advice[] {
  const advised = swapOfTool(memoryMib);
  if (advised !== undefined && swapMib >= advised) return [];
  const summary =
    advised === undefined
      ? `hibernation-setup-tool makes no swap for more than ${MOST_MEMORY_OF_TOOL_MIB} MiB of memory, and the VM has ${memoryMib}.`
      : `The guest has ${swapMib} MiB of swap; hibernation-setup-tool would make ${advised} for ${memoryMib} MiB of memory.`;
  return [
    {
      problem: {
        severity: 'info',
        rule: 'R82',
        source: 'guest',
        phase: 'H13',
        summary,
        consequence: 'With more memory in use than now the image may not fit.',
      },
      remedy:
        advised === undefined ? 'Make the swap area by hand.' : `Enlarge the swap area to ${advised} MiB.`,
    },
  ];
}

/** R69: the driver for file copy is one that cannot suspend, where somebody loads it. */
function fileCopyAdvice({ channels, profile }: RunningGuest): readonly Advice[] {
  const slot = 'fcopy 0';
  const isOffered = channels.some((channel) => channel.slot === slot && channel.driver === undefined);
  const { driver, suspends } = driverOf(classOfKind('fcopy'), profile.kernelVersion);
  if (!isOffered || driver === undefined || suspends) return [];
  return [
    {
      problem: {
        severity: 'info',
        rule: 'R69',
        source: 'guest',
        phase: 'H9',
        slot,
        summary: `The host offers file copy, which Linux ${profile.kernelVersion} serves through ${driver}.`,
        consequence: `Once that module is loaded it holds the device, and every hibernation fails with -95.`,
      },
      remedy: 'Switch guest services off on the host, or keep uio_hv_generic from loading.',
    },
  ];
}

function memoryMapAdvice({ hardware }: Partition): readonly Advice[] {
  if (hasStandardPools(hardware)) return [];
  const nics = hardware.devices.filter(({ kind }) => kind === 'nic').length;
  return [
    {
      problem: {
        severity: 'warning',
        rule: 'R76',
        source: 'resume',
        phase: 'C7',
        summary: `The VM has ${hardware.scsiDisks} disks and ${nics} NICs, beyond what firmware keeps its memory map for.`,
        consequence:
          'Another number of them at the resume may give another memory map, and the image is lost.',
        assumption: 'ASSUME-17',
      },
      remedy: 'Start the VM with exactly the disks and NICs that it hibernated with.',
    },
  ];
}
