import type { RuleId } from '#libs/kernel-rules';
import type { Finding } from '#libs/linux-guest';
import type { Prevention } from '../explanation.js';
import { lossOf } from '../plain-words.js';
import type { Commands } from './commands.js';

type Tip = Pick<Prevention, 'what' | 'rules' | 'command'>;

/** Findings that have causes of their own, beside devices that were lost and faults. */
const TIPS: Partial<Record<RuleId, (commands: Commands, finding: Finding) => Tip | undefined>> = {
  'CONSIDER-7': (commands) => ({
    what: 'Resume on a host of the same processor generation, or a newer one of the same vendor.',
    rules: ['CONSIDER-6', 'CONSIDER-7', 'ASSUME-5'],
    command: commands.update('--cluster <cluster of that generation>'),
  }),
  R80: () => ({ what: 'Give the new VM at least as many vCPUs as the image had.', rules: ['R80'] }),
  R78: () => ({
    what: 'Never start a VM without its image and then again with it: let a boot that leaves the image behind discard it.',
    rules: ['R78'],
  }),
  R62: () => ({
    what: 'Give the new NIC a static MAC address: the one that the image uses.',
    rules: ['R62'],
  }),
  'MOVE-12': (commands, { summary }) =>
    summary.includes('by itself')
      ? {
          what: 'Hibernate the VM from outside: the platform then takes its VFs away first.',
          rules: ['MOVE-11', 'MOVE-12'],
          command: commands.action('hibernate'),
        }
      : {
          what: 'Take VFs away before the VM hibernates, and give it new ones after the resume.',
          rules: ['MOVE-9', 'MOVE-10'],
          command: commands.update('--policy azure'),
        },
  R57: (commands, { slot }) =>
    slot === 'temporary disk'
      ? {
          what: 'Mount no file system of the temporary disk in a guest that hibernates: it is blank on every new host.',
          rules: ['R57'],
          command: commands.guest('mountsTemporaryDisk', false),
        }
      : {
          what: 'Leave the disks of a VM that sleeps alone, and attach every one of them before it starts.',
          rules: ['MOVE-14', 'R57'],
        },
  R86: (commands) => ({
    what: 'Enable hibernation for the VM while it is deallocated, so that its machine offers ACPI S4.',
    rules: ['ENABLE-3', 'R86'],
    command: commands.update('--enable-hibernation true'),
  }),
  R27: () => ({ what: 'Take the device that fails away before the VM hibernates.', rules: ['R27'] }),
  R14: () => ({
    what: 'Resume on a host that speaks the VMBus protocol that the image uses.',
    rules: ['R14'],
  }),
  'DEVICES-12': (commands) => ({
    what: 'Let programs close their Hyper-V sockets before the VM hibernates.',
    rules: ['DEVICES-12', 'R73'],
    command: commands.guest('openHvSockets', 0),
  }),
  R46: () => ({
    what: 'Use Linux 6.14 or newer, which hibernates again even after a resume that lost devices, if their drivers let it.',
    rules: ['R46', 'R40'],
  }),
};

export function findingPrevention(finding: Finding, commands: Commands): Prevention | undefined {
  const tip = TIPS[finding.rule]?.(commands, finding);
  return tip === undefined ? undefined : { against: againstText(finding), ...tip };
}

function againstText(finding: Finding): string {
  switch (finding.rule) {
    case 'R46':
      return 'a guest that refuses to hibernate again';
    case 'MOVE-12':
      return 'a VF in the image';
    case 'DEVICES-12':
      return 'connections to the host that break';
    case 'R27':
    case 'R86':
      return 'a power-off that the platform does not take for a hibernation';
    default:
      return lossOf(finding);
  }
}
