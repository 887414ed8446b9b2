import { ACTIVE, context, ruleTable } from '../rule-table.js';

export const VPCI = ruleTable('document', 'Virtual PCI devices', {
  'VPCI-1': {
    statement:
      'A vPCI device is a physical one mapped into the VM: a DDA device or the virtual function of an SR-IOV NIC.',
    phrase: 'physical PCI devices that are mapped',
    status: context('A definition; the two kinds are told apart by VPCI-2 to VPCI-7.'),
  },
  'VPCI-2': {
    statement: 'DDA devices are offered once the connection is up, just like synthetic devices.',
    phrase: 'DDA devices are offered to',
    status: ACTIVE,
  },
  'VPCI-3': {
    statement:
      'A DDA device belongs to its VM, and its instance GUID stays until an administrator changes the configuration.',
    phrase: 'statically assigned to the VM',
    status: ACTIVE,
  },
  'VPCI-4': {
    statement:
      'Hibernation treats a DDA device first as a VMBus device, for its channel, and then as a PCI device, through its native driver.',
    phrase: 'first handles DDA devices as',
    status: ACTIVE,
  },
  'VPCI-5': {
    statement:
      'Virtual functions have a VMBus and a PCI identity too, and are treated much like DDA devices.',
    phrase: 'VFs also have a VMBus identity',
    status: ACTIVE,
  },
  'VPCI-6': {
    statement:
      'A VF is not among the offers at boot: it is offered only after the synthetic NIC driver has said that it is ready for one.',
    phrase: 'then the VF offer is made',
    status: ACTIVE,
  },
  'VPCI-7': {
    statement:
      'When the connection is unloaded and made again without a reboot, VFs that the VM already has are offered with it, without the NIC driver doing anything.',
    phrase: 'without intervention by the synthetic',
    status: ACTIVE,
  },
});
