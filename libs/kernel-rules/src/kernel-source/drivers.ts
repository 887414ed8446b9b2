import { ACTIVE, ruleTable } from '../rule-table.js';

/** R60 to R74: what each driver does. */
export const SOURCE_DRIVERS = ruleTable(
  'kernel-source',
  'Per-driver behaviour (storvsc, netvsc, pci-hyperv, uio_hv_generic, hv_utils, hv_balloon, hyperv_drm, hv_sock)',
  {
    R60: {
      statement:
        'storvsc drains its requests, closes sub-channels and primary; on resume it opens, negotiates again and asks for sub-channels.',
      status: ACTIVE,
    },
    R61: {
      statement:
        'netvsc detaches and closes on suspend; if its last resume failed it has no device and returns ENODEV (19).',
      status: ACTIVE,
    },
    R62: {
      statement:
        'netvsc resumes on the synthetic path, negotiates again and creates sub-channels; a MAC that has changed is not applied.',
      status: ACTIVE,
    },
    R63: {
      statement: 'netvsc joins a VF by slot serial and MAC and switches the data path to it.',
      status: ACTIVE,
    },
    R64: {
      statement:
        'A VF taken away before hibernation is not in the image; after resume a new one arrives under a new GUID and is joined.',
      status: ACTIVE,
    },
    R65: {
      statement:
        'A VF left in the image becomes an orphan on a new VM: its stale interface keeps the new VF from joining, and the next hibernation fails.',
      status: ACTIVE,
    },
    R66: {
      statement: 'hv_pci suspends only a bus that is fully installed, otherwise it returns EINVAL (22).',
      status: ACTIVE,
    },
    R67: {
      statement:
        'hv_pci resumes only with the previous protocol version, the same configuration address and the same functions on its bus.',
      status: ACTIVE,
    },
    R68: {
      statement:
        'A DDA device is offered at boot and has a new GUID on a newly created VM, so it ends as an orphan.',
      status: ACTIVE,
    },
    R69: {
      statement:
        'uio_hv_generic cannot suspend; from kernel 6.10 it also claims the file-copy device, which is then enough to block hibernation.',
      status: ACTIVE,
    },
    R70: {
      statement:
        'hv_utils closes and reopens its services; KVP is re-created in between, and every variant of that is harmless.',
      status: ACTIVE,
    },
    R71: {
      statement:
        'hv_balloon turns hot-add off where S4 is enabled; without S4, hot-added memory raises the page count of the image.',
      status: ACTIVE,
    },
    R72: {
      statement:
        'Video, keyboard and mouse reconnect with waits of 5 to 10 s; failures leave them dead and the rest unharmed.',
      status: ACTIVE,
    },
    R73: {
      statement:
        'Hyper-V sockets are closed as if rescinded; applications read what is left and then end of file.',
      status: ACTIVE,
    },
    R74: {
      statement:
        'Clock and per-CPU Hyper-V state is set up again when the CPUs come online in the image; the wall clock stands where the guest slept until something sets it.',
      status: ACTIVE,
    },
  },
);
