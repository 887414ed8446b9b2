import { ACTIVE, context, ruleTable } from '../rule-table.js';

export const ENABLE = ruleTable('document', 'Enabling Guest VM Hibernation', {
  'ENABLE-1': {
    statement: 'Hibernation of a guest is off unless somebody turns it on for that VM.',
    phrase: 'is disabled by default',
    status: ACTIVE,
  },
  'ENABLE-2': {
    statement:
      'Hot-added memory ends up in the image, but the resumed VM is given only what it was assigned at first: the sizes differ and the resume fails.',
    phrase: 'memory size mismatch causes resume',
    status: ACTIVE,
  },
  'ENABLE-3': {
    statement: 'To enable hibernation the administrator turns on the virtual ACPI S4 sleep state of the VM.',
    phrase: 'enable the ACPI virtual S4',
    status: ACTIVE,
  },
  'ENABLE-4': {
    statement:
      'Where S4 is enabled, the Linux balloon driver takes hibernation to matter more and turns hot-add off.',
    phrase: 'balloon driver in Linux disables hot-add',
    status: ACTIVE,
  },
  'ENABLE-5': {
    statement:
      'The guest shows that it is enabled: "platform" is listed in /sys/power/disk, and /sys/bus/vmbus/hibernation says so too.',
    phrase: 'contains "platform" as an option',
    status: ACTIVE,
  },
  'ENABLE-6': {
    statement: 'Linux has no ACPI sleep states on arm64, so guests of that architecture cannot hibernate.',
    phrase: 'not available on Hyper-V for arm64',
    status: ACTIVE,
  },
  'ENABLE-7': {
    statement: 'On a local Hyper-V the switch is a WMI property of the VM.',
    phrase: 'modifying a WMI property',
    status: context(
      'How an administrator flips the switch is outside the model; that it is flipped is ENABLE-3.',
    ),
  },
});
