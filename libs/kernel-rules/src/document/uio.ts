import { ACTIVE, context, ruleTable } from '../rule-table.js';

export const UIO = ruleTable('document', 'UIO Devices', {
  'UIO-1': {
    statement:
      'The Hyper-V UIO driver has neither the suspend nor the resume operation that hibernation needs.',
    phrase: 'does not support the suspend',
    status: ACTIVE,
  },
  'UIO-2': {
    statement:
      'With any VMBus device bound to the UIO driver, hibernation fails and Linux keeps running as before.',
    phrase: 'Linux continues to run normally',
    status: ACTIVE,
  },
  'UIO-3': {
    statement: 'The UIO driver is mostly used for DPDK networking.',
    phrase: 'most common use of',
    status: context('Which program drives the device makes no difference to the outcome.'),
  },
  'UIO-4': {
    statement: 'Through the UIO driver a VMBus device is handed to a driver in user space.',
    phrase: 'can be exposed to user space',
    status: context('Explains what UIO is; that such a device blocks hibernation is UIO-2.'),
  },
});
