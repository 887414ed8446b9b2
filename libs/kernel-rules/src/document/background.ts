import { ACTIVE, context, ruleTable } from '../rule-table.js';

export const BACKGROUND = ruleTable('document', 'Background', {
  'BACKGROUND-1': {
    statement:
      'Hibernating writes an image of memory to disk and then puts the machine into its lowest power state.',
    phrase: 'writes a memory image to disk',
    status: ACTIVE,
  },
  'BACKGROUND-2': {
    statement:
      'A resume restarts the hardware, brings the memory image back from disk, and execution goes on where it stopped.',
    phrase: 'resume execution where it left off',
    status: ACTIVE,
  },
  'BACKGROUND-3': {
    statement: 'Hibernation is mostly used on machines with one user, such as laptops.',
    phrase: 'devices with a single user',
    status: context('Describes habits on physical machines; nothing here depends on them.'),
  },
  'BACKGROUND-4': {
    statement:
      'The kernel assumes that it resumes on the hardware it hibernated on, unchanged. A virtual machine can break that assumption.',
    phrase: 'configuration is not changed while',
    status: context(
      'The premise that CONSIDER-3 to CONSIDER-7 and MOVE-3 break; what follows is modelled there.',
    ),
  },
  'BACKGROUND-5': {
    statement:
      'User space wraps the kernel interface, for example as "systemctl hibernate", and may run it on an event.',
    phrase: 'wrapped by user space commands',
    status: context('The wrapper changes nothing for the kernel; the udev rule that calls it is INITIATE-3.'),
  },
});
