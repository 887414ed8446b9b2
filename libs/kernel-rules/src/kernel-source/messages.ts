import { ACTIVE, context, ruleTable } from '../rule-table.js';

/** R6 to R17: offers and control messages. */
export const SOURCE_MESSAGES = ruleTable(
  'kernel-source',
  'Offers and control messages (drivers/hv/channel_mgmt.c, connection.c, channel.c)',
  {
    R6: {
      statement:
        'Guest and host talk in a fixed set of channel messages: offer, rescind, request offers, open, close, GPADL, contact, unload and their answers.',
      status: ACTIVE,
    },
    R7: {
      statement:
        'An offer carries class and instance GUID, flags, sub-channel index, relid, monitor and connection ids and a claim to MMIO space.',
      status: ACTIVE,
    },
    R8: {
      statement:
        'The host numbers channels from 1 and below 2048 on each connection; a relid means nothing on another connection.',
      status: ACTIVE,
    },
    R9: {
      statement:
        'Sub-channels are asked for by the driver over the open primary and come as offers with the same GUIDs and an index above 0; the offers at boot never hold any.',
      status: ACTIVE,
    },
    R10: {
      statement:
        'After the request the host sends one offer per configured device and then says that all are delivered. DDA devices are among them; VFs only if the VM had them when the connection was unloaded.',
      status: ACTIVE,
    },
    R11: {
      statement:
        'A rescind removes the device or sub-channel with its identity and releases the relid; a later offer of the same GUIDs is a new device.',
      status: ACTIVE,
    },
    R12: {
      statement: 'The host rescinds a closed sub-channel, but no closed primary, except that of KVP.',
      status: ACTIVE,
    },
    R13: {
      statement:
        'At boot the guest offers protocol versions from newest to oldest and takes the first that the host accepts.',
      status: ACTIVE,
    },
    R14: {
      statement:
        'At thaw and restore only the version used before is tried; if the host refuses it, the bus resume fails.',
      status: ACTIVE,
    },
    R15: {
      statement:
        'Unloading ends the connection: the host answers and forgets every channel of it, and the guest waits for that answer without limit.',
      status: ACTIVE,
    },
    R16: {
      statement:
        'A flag in the offer marks a Hyper-V socket channel; such channels are recognised by it and not by their class.',
      status: ACTIVE,
    },
    R17: {
      statement: 'In an isolated VM offers of classes that are not allowed there are dropped.',
      status: context('Confidential VMs are not modelled: Azure does not hibernate them.'),
    },
  },
);
