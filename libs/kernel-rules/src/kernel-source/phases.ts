import { ACTIVE, pending, ruleTable } from '../rule-table.js';

/** R18 to R32: phases of power management, and the suspend of the bus. */
export const SOURCE_PHASES = ruleTable(
  'kernel-source',
  'Power management phases and bus suspend (kernel/power/hibernate.c, drivers/base/power/main.c, drivers/hv/vmbus_drv.c)',
  {
    R18: {
      statement:
        'VMBus hooks the noirq callbacks alone: devices go down before their bus and come up after it, with one function for freeze and poweroff and one for thaw and restore.',
      status: ACTIVE,
    },
    R19: {
      statement: 'A device without a driver suspends and resumes successfully by doing nothing.',
      status: ACTIVE,
    },
    R20: {
      statement:
        'A driver without suspend and resume fails the freeze with EOPNOTSUPP (95); in the tree that is UIO alone.',
      status: ACTIVE,
    },
    R21: {
      statement:
        'Hibernation has fourteen inner steps, each with its errno; the image shows the state after the freeze, and what changes later is not in it.',
      status: ACTIVE,
    },
    R22: {
      statement:
        'Resume has six inner steps in the fresh kernel and three in the image; until the jump a failure ends in a cold boot with the image lost.',
      status: ACTIVE,
    },
    R23: {
      statement:
        'After the jump errors of devices are logged and the resume goes on; it is never called off.',
      status: ACTIVE,
    },
    R24: {
      statement:
        'Devices that appear between freeze and the end of the resume get their driver only at that end.',
      status: ACTIVE,
    },
    R25: {
      statement:
        'The first error in freeze skips the rest, resumes what was suspended and returns the errno; the guest runs on without an image.',
      status: ACTIVE,
    },
    R26: {
      statement:
        'One full cycle unloads the connection three times and makes it three times; relids may differ each time.',
      status: ACTIVE,
    },
    R27: {
      statement:
        'Errors in the poweroff phase either roll back and unmark the image or fall through to a plain power-off with a valid image, depending on errno and kernel.',
      status: ACTIVE,
    },
    R28: {
      statement:
        'Bus suspend first ignores offers, drains its queues, closes sockets, waits for every closed sub-channel to be rescinded, then invalidates relids and unloads.',
      status: ACTIVE,
    },
    R29: {
      statement: 'A host that never rescinds a closed sub-channel makes bus suspend wait forever.',
      status: ACTIVE,
    },
    R30: {
      statement:
        'The image holds for each primary its GUIDs, its last offer, a closed state and no sub-channels, plus the protocol version in use.',
      status: ACTIVE,
    },
    R31: {
      statement: 'Unmapping a relid that is already invalid, as that of an orphan in era B, only warns.',
      status: ACTIVE,
    },
    R32: {
      statement:
        'CPUs with channels can be taken offline for hibernation since the connection is unloaded by then.',
      status: pending('CPUs that go offline are not modelled one by one.'),
    },
  },
);
