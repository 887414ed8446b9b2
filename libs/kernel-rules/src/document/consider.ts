import { ACTIVE, context, ruleTable } from '../rule-table.js';

export const CONSIDER = ruleTable('document', 'Considerations for Guest VM Hibernation', {
  'CONSIDER-1': {
    statement: 'Only the guest that is asked hibernates; the host and every other guest on it keep running.',
    phrase: 'Only the targeted guest VM',
    status: ACTIVE,
  },
  'CONSIDER-2': {
    statement: 'Hibernating the Windows host itself is another matter and is left out.',
    phrase: 'host hibernation and its impact',
    status: context('Out of scope of the document and of this product: hosts do not hibernate.'),
  },
  'CONSIDER-3': {
    statement:
      'Between hibernation and resume the memory size may change and NICs, SCSI controllers or vPCI devices may come or go; most such changes make the resume fail.',
    phrase: 'Most such changes cause the resume',
    status: ACTIVE,
  },
  'CONSIDER-4': {
    statement:
      'A NIC, SCSI controller or vPCI device that was added in the meantime should just work after the resume.',
    phrase: 'adding a new virtual NIC',
    status: ACTIVE,
  },
  'CONSIDER-5': {
    statement:
      'The disks of a hibernated VM can be put into a newly created VM with otherwise identical virtual hardware.',
    phrase: 'moved to another newly created VM',
    status: ACTIVE,
  },
  'CONSIDER-6': {
    statement:
      'VM configuration versions keep a VM away from hosts whose processor or Hyper-V version does not suit it: such a move is refused.',
    phrase: 'using VM Configuration Versions',
    status: ACTIVE,
  },
  'CONSIDER-7': {
    statement:
      'Linux looks at processor and Hyper-V features at boot only, never when an image continues. On a host that differs, what the image recorded may be wrong, and the behaviour is undefined.',
    phrase: 'undefined behavior and failures could result',
    status: ACTIVE,
  },
  'CONSIDER-8': {
    statement:
      'For a guest, the hardware that hibernation is about is the virtual hardware that Hyper-V presents.',
    phrase: 'hardware is the virtual hardware provided',
    status: context('Sets the scene: the model of that hardware is the subject of every other rule.'),
  },
  'CONSIDER-9': {
    statement: 'A resume after such a move of disks is desirable, yet not assured.',
    phrase: 'there are challenges',
    status: context('Announces the section on different VMs; the conditions are MOVE-1 to MOVE-13.'),
  },
  'CONSIDER-10': {
    statement: 'Hyper-V has its own ways of moving a VM from host to host.',
    phrase: 'provides ways to move a VM',
    status: context('Live and quick migration are not modelled; a VM changes hosts only while it has none.'),
  },
});
