import { ACTIVE, ruleTable } from '../rule-table.js';

export const INITIATE = ruleTable('document', 'Initiating Guest VM Hibernation', {
  'INITIATE-1': {
    statement:
      'A guest may start hibernation by itself, by writing "disk" to /sys/power/state or with the reboot system call.',
    phrase: 'Guest VMs can self-initiate hibernation',
    status: ACTIVE,
  },
  'INITIATE-2': {
    statement:
      'The host side can ask through the Shutdown integration service; the Linux shutdown driver answers by emitting the uevent EVENT=hibernate.',
    phrase: 'sends the uevent "EVENT=hibernate"',
    status: ACTIVE,
  },
  'INITIATE-3': {
    statement: 'The uevent alone does nothing: a udev rule inside the VM has to turn it into a hibernation.',
    phrase: 'udev rule must be provided',
    status: ACTIVE,
  },
});
