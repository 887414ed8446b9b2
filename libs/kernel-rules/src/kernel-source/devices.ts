import { ACTIVE, ruleTable } from '../rule-table.js';

/** R1 to R5: which devices there are and how they are identified. */
export const SOURCE_DEVICES = ruleTable(
  'kernel-source',
  'Device classes and identities (drivers/hv/channel_mgmt.c, include/linux/hyperv.h)',
  {
    R1: {
      statement:
        'The bus driver knows a fixed table of device classes; each has a class GUID, may occur once or several times, and has a driver that can or cannot suspend.',
      status: ACTIVE,
    },
    R2: {
      statement: 'Every offered device counts in the matching, whether or not a driver is bound to it.',
      status: ACTIVE,
    },
    R3: {
      statement: 'Devices that occur once have well-known instance GUIDs, the same in every public capture.',
      status: ACTIVE,
    },
    R4: {
      statement:
        'Instance GUIDs of devices that may repeat: on Azure two fixed SCSI values and one derived from the MAC for a NIC; random per VM on a local Hyper-V; random for vPCI everywhere.',
      status: ACTIVE,
    },
    R5: {
      statement:
        'sysfs shows each device under its instance GUID with relid, class and channel state; an orphan shows relid -1.',
      status: ACTIVE,
    },
  },
);
