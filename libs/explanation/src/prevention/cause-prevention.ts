import type { RuleId } from '#libs/kernel-rules';
import { ERRNO, type KernelPhase } from '#libs/linux-guest';
import type { VerdictCause } from '#libs/vm-operations';
import type { Prevention } from '../explanation.js';
import { reasonOf } from '../plain-words.js';
import type { Commands } from './commands.js';
import { neededSwapMib, recommendedSwapMib } from './swap-size.js';

interface Situation {
  readonly cause: VerdictCause;
  readonly commands: Commands;
  readonly memoryMib?: number;
}

type Tip = Pick<Prevention, 'what' | 'rules' | 'command'>;

/** By rule, or by rule and phase where a rule stands for several causes. Causes of the host alone are faults. */
const TIPS: Partial<Record<RuleId | `${RuleId} ${KernelPhase}`, (situation: Situation) => Tip>> = {
  'INITIATE-2': ({ commands }) => ({
    what: 'The Shutdown service must be there, with its own driver: after a resume that lost it, boot the VM afresh.',
    rules: ['INITIATE-2', 'R87'],
    command: commands.action('restart'),
  }),
  'INITIATE-3': udevRule,
  R89: udevRule,
  R88: s4,
  R85: s4,
  R86: s4,
  'ENABLE-6': () => ({
    what: 'Use a VM size with an x86-64 processor: Linux on arm64 has no ACPI sleep state.',
    rules: ['ENABLE-6', 'R93'],
  }),
  'R21 H1': ({ commands }) => ({
    what: 'Take nohibernate from the kernel command line, and lift lock-down and whatever else forbids it.',
    rules: ['R21'],
    command: commands.guest('hibernationAvailable', true),
  }),
  R81: ({ cause, commands }) => {
    const possible = /(\d+) MiB possible/.exec(cause.symptom)?.[1];
    return {
      what: 'Use less memory before the VM hibernates, or give it more: an image holds at most about half of it.',
      rules: ['R81'],
      ...(possible === undefined ? {} : { command: commands.guest('workingSetMib', possible) }),
    };
  },
  R82: swap,
  R83: resumeParameter,
  'UIO-2': uio,
  R20: uio,
  R69: uio,
  R46: bootAfresh,
  R48: bootAfresh,
  R61: ({ cause, commands }) =>
    cause.errno === ERRNO.ENODEV
      ? bootAfresh({ cause, commands })
      : { what: 'Let the traffic of the NIC end before the VM hibernates.', rules: ['R61'] },
  R66: ({ cause, commands }) =>
    /last resume/.test(cause.symptom)
      ? bootAfresh({ cause, commands })
      : { what: 'Hibernate when all PCI devices of the VM are up.', rules: ['R66'] },
  R27: ({ commands }) => ({
    what: 'Hibernate again; nothing of the attempt is left.',
    rules: ['R27'],
    command: commands.action('hibernate'),
  }),
  'R78 C0': ({ commands }) => ({
    what: 'Take noresume and nohibernate from the command line of the kernel that boots.',
    rules: ['R78'],
    command: commands.guest('hibernationAvailable', true),
  }),
  'R78 C1': ({ commands }) => ({
    what: 'Put the storage driver into the initial RAM disk, and give the new VM the controller of its OS disk.',
    rules: ['R78', 'R83'],
    command: commands.guest('kindsWithoutDriver', '[]'),
  }),
  R76: ({ commands }) => ({
    what: 'Keep memory size, firmware and the numbers of disks and NICs as they were: beyond four disks and two NICs the memory map depends on them.',
    rules: ['R76', 'ASSUME-17'],
    command: commands.update('--fault none'),
  }),
  'ENABLE-2': ({ commands }) => ({
    what: 'Add no memory to a VM while it runs that is to hibernate; with ACPI S4 Linux takes none.',
    rules: ['ENABLE-2', 'ENABLE-4'],
    command: commands.guest('hotAddedMib', 0),
  }),
};

/** What would have prevented the cause that ended a hibernation, or a resume before the image took over. */
export function causePrevention(situation: Situation): Prevention | undefined {
  const { rule, phase } = situation.cause;
  const tip = TIPS[`${rule} ${phase}`] ?? TIPS[rule] ?? (phase === 'B5' ? makeWay : undefined);
  return tip === undefined ? undefined : { against: reasonOf(situation.cause), ...tip(situation) };
}

function udevRule({ commands }: Situation): Tip {
  return {
    what: 'Install the udev rule that turns EVENT=hibernate into "systemctl hibernate"; Azure’s hibernation extension brings it.',
    rules: ['INITIATE-3', 'R89'],
    command: commands.guest('hasUdevHibernateRule', true),
  };
}

function s4({ commands }: Situation): Tip {
  return {
    what: 'Enable hibernation for the VM while it is deallocated, so that its machine offers ACPI S4.',
    rules: ['ENABLE-1', 'ENABLE-3', 'R85'],
    command: commands.update('--enable-hibernation true'),
  };
}

function swap({ cause, commands, memoryMib }: Situation): Tip {
  if (cause.errno === ERRNO.EIO) return { what: 'Replace the disk that cannot be written.', rules: ['R82'] };
  const sizes = [neededSwapMib(cause), memoryMib === undefined ? undefined : recommendedSwapMib(memoryMib)];
  const known = sizes.filter((size) => size !== undefined);
  const rules: readonly RuleId[] = ['R82'];
  if (known.length === 0) {
    return {
      what: 'Add swap that can hold the memory in use: one and a half to three times the memory of the VM.',
      rules,
    };
  }
  const mib = Math.max(...known);
  return { what: `Let the guest have ${mib} MiB of swap.`, rules, command: commands.guest('swapMib', mib) };
}

function resumeParameter({ commands }: Situation): Tip {
  return {
    what: 'Name the swap area with resume= (and resume_offset= for a file) on the kernel command line.',
    rules: ['R83'],
    command: commands.guest('hasResumeParameter', true),
  };
}

function uio({ commands }: Situation): Tip {
  return {
    what: 'Give the device back to its kernel driver before the VM hibernates: unbind it from uio_hv_generic, and boot again for the change to take effect.',
    rules: ['UIO-2', 'R69'],
    command: commands.guest('uioSlots', '[]'),
  };
}

function bootAfresh({ commands }: Pick<Situation, 'cause' | 'commands'>): Tip {
  return {
    what: 'Boot the VM afresh after a resume that lost devices; what it lost then comes back.',
    rules: ['R46', 'R55'],
    command: commands.action('restart'),
  };
}

function makeWay({ commands }: Situation): Tip {
  return {
    what: 'Keep devices that cannot be suspended, such as those bound to UIO, out of the boot that looks for the image.',
    rules: ['RESUME-3', 'UIO-1'],
    command: commands.guest('uioSlots', '[]'),
  };
}
