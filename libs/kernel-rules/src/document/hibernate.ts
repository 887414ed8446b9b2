import { ACTIVE, ruleTable } from '../rule-table.js';

export const HIBERNATE = ruleTable('document', 'Detailed Hibernation Sequence', {
  'HIBERNATE-1': {
    statement: 'Step 1: power management freezes user space and sets memory aside for the image.',
    phrase: 'freezing user space processes',
    status: ACTIVE,
  },
  'HIBERNATE-2': {
    statement:
      'Step 2, freeze: every VMBus device is suspended in turn, which removes its sub-channels and leaves its primary channel closed.',
    phrase: 'for each VMBus device in turn',
    status: ACTIVE,
  },
  'HIBERNATE-3': {
    statement:
      'Step 3: the bus is suspended: Hyper-V socket channels are closed and the connection to the host is unloaded.',
    phrase: 'closes any Hyper-V socket channels',
    status: ACTIVE,
  },
  'HIBERNATE-4': {
    statement:
      'Step 4: with only the boot CPU running, the image is made in memory, and the other CPUs start again; the image holds closed primary channels and no sub-channel.',
    phrase: 'creates the hibernation image in',
    status: ACTIVE,
  },
  'HIBERNATE-5': {
    statement:
      'Step 5, thaw: the bus is resumed, the connection is made again, devices are re-offered and relids updated.',
    phrase: 'requests that Hyper-V re-offer',
    status: ACTIVE,
  },
  'HIBERNATE-6': {
    statement:
      'Step 6: every device is resumed: it opens its primary channel and creates its sub-channels as new ones.',
    phrase: 'sub-channels are re-created as new',
    status: ACTIVE,
  },
  'HIBERNATE-7': {
    statement: 'Step 7: devices work again, so the image is written from memory to disk.',
    phrase: 'With VMBus devices now working',
    status: ACTIVE,
  },
  'HIBERNATE-8': {
    statement:
      'Step 8, poweroff: steps 2 and 3 once more; channels are closed and the connection is unloaded.',
    phrase: 'repeats Steps 2 and 3',
    status: ACTIVE,
  },
  'HIBERNATE-9': {
    statement: 'Step 9: the other CPUs are taken down, the VM enters ACPI S4, and hibernation is complete.',
    phrase: 'enters ACPI sleep state S4',
    status: ACTIVE,
  },
});
