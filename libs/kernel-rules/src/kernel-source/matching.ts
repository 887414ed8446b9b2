import { ACTIVE, ruleTable } from '../rule-table.js';

/** R49 to R57: how offers find the channels of the image, and what becomes of the rest. */
export const SOURCE_MATCHING = ruleTable(
  'kernel-source',
  'Offer matching on resume (drivers/hv/channel_mgmt.c, channel.c, and the drivers)',
  {
    R49: {
      statement:
        'An offer with sub-channel index 0 is matched to the first channel with the same instance GUID; the class GUID is not compared.',
      status: ACTIVE,
    },
    R50: {
      statement:
        'A matched channel takes the new relid and, where any other byte differs, the whole new offer.',
      status: ACTIVE,
    },
    R51: {
      statement:
        'The same instance GUID under another class is accepted; the old driver then talks to the wrong kind of service.',
      status: ACTIVE,
    },
    R52: {
      statement: 'A second primary offer with a known instance GUID is taken for a re-offer.',
      status: ACTIVE,
    },
    R53: {
      statement:
        'Matching in order: sockets are always new, sub-channels attach by class and instance, primaries match by instance, and what is left is orphaned.',
      status: ACTIVE,
    },
    R54: {
      statement:
        'Opening an orphan posts a request under the invalid relid; the host refuses it and the driver gets EDQUOT (122).',
      status: ACTIVE,
    },
    R55: {
      statement: 'Nothing ever removes an orphan; it stays registered until reboot.',
      status: ACTIVE,
    },
    R56: {
      statement:
        'What an orphan does to the VM depends on its class: fatal for the controller of the root disk, a dead interface for a NIC, a nuisance for a keyboard.',
      status: ACTIVE,
    },
    R57: {
      statement:
        'Nothing compares the disks behind a matched controller: a missing or exchanged disk shows only in I/O errors or corruption.',
      status: ACTIVE,
    },
  },
);
