import { ACTIVE, ruleTable } from '../rule-table.js';

/** R85 to R93: enabling and starting hibernation. */
export const SOURCE_TRIGGER = ruleTable(
  'kernel-source',
  'Enablement and trigger (drivers/hv/hv_common.c, drivers/hv/hv_util.c)',
  {
    R85: {
      statement:
        'The guest calls hibernation supported when it is not the root partition and has ACPI S4; sysfs shows it on the bus and in /sys/power/disk.',
      status: ACTIVE,
    },
    R86: {
      statement:
        'Without S4 a guest can still hibernate itself by writing the image and powering off; the host sees a stop, not a hibernation.',
      status: ACTIVE,
    },
    R87: {
      statement:
        'The request is a Shutdown message with the hibernate flag, sent by hosts from service version 3.2 on.',
      status: ACTIVE,
    },
    R88: {
      statement:
        'The shutdown driver answers success at once if S4 is supported, then emits the uevent; the answer says nothing about the hibernation.',
      status: ACTIVE,
    },
    R89: {
      statement:
        'Without the udev rule the host has its success and the guest runs on forever; only a time limit outside ends the wait.',
      status: ACTIVE,
    },
    R90: {
      statement:
        'The host learns of success by the guest entering S4; a power-off is S5, and a guest that failed just keeps running.',
      status: ACTIVE,
    },
    R91: {
      statement:
        'An Azure guest that hibernates itself leaves its VM allocated and billed, with its VF in the image.',
      status: ACTIVE,
    },
    R92: {
      statement:
        'Azure limits sizes, disks and VM types, and refuses changes to devices and size while hibernated.',
      status: ACTIVE,
    },
    R93: {
      statement: 'arm64 has no S4 in the code that asks for it, so hibernation is not supported there.',
      status: ACTIVE,
    },
  },
);
