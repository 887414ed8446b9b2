import { ACTIVE, ruleTable } from '../rule-table.js';

/** R40 to R48: the resume of the bus. */
export const SOURCE_BUS_RESUME = ruleTable(
  'kernel-source',
  'Bus resume (drivers/hv/vmbus_drv.c, drivers/hv/channel_mgmt.c)',
  {
    R40: {
      statement:
        'Era A (kernels before 6.14, backports apart) counts its primaries and waits up to 10 s for the missing ones; era B waits up to 60 s for the host to say that all offers are out, and logs what is missing. Both go on and report success.',
      status: ACTIVE,
    },
    R41: {
      statement:
        'Missing devices cost era A exactly 10 s and era B nothing; era B loses 60 s only if the host never ends its offers.',
      status: ACTIVE,
    },
    R42: {
      statement:
        'An offer that comes late still repairs the record of its channel, but the driver is not resumed again.',
      status: ACTIVE,
    },
    R43: {
      statement:
        'An offer that matches nothing creates a channel and a device, whose driver is bound when the resume ends.',
      status: ACTIVE,
    },
    R44: {
      statement:
        'When the bus resume itself fails nothing is offered, yet every device is still resumed and the first one waits forever.',
      status: ACTIVE,
    },
    R45: {
      statement: 'Thaw runs the same code as restore; on the unchanged host every primary is offered again.',
      status: ACTIVE,
    },
    R46: {
      statement:
        'Era A refuses to hibernate with EBUSY as long as channels are missing from an earlier resume; era B has no such guard.',
      status: ACTIVE,
    },
    R47: {
      statement: 'For that count era A takes all primaries but sockets, with or without a driver.',
      status: ACTIVE,
    },
    R48: {
      statement:
        'After that EBUSY offers stay ignored, so that a NIC with several queues waits forever for its sub-channels.',
      status: ACTIVE,
    },
  },
);
