import { ACTIVE, ruleTable } from './rule-table.js';

/** What Torpor promises about itself. */
export const PRODUCT = ruleTable('product', 'Torpor', {
  'TORPOR-1': {
    statement: 'Capacity is never oversold: what VMs hold on a host never exceeds what the host has.',
    status: ACTIVE,
  },
  'TORPOR-2': {
    statement: 'At most one operation has a VM at any time; a second one is refused and names the first.',
    status: ACTIVE,
  },
  'TORPOR-3': {
    statement: 'Nothing is applied by halves: a refused or invalid request changes nothing.',
    status: ACTIVE,
  },
  'TORPOR-4': {
    statement: 'A VM is on one host or on none, never on two.',
    status: ACTIVE,
  },
  'TORPOR-5': {
    statement: 'A disk or NIC belongs to at most one VM.',
    status: ACTIVE,
  },
  'TORPOR-6': {
    statement:
      'Every effect is logged before and after it happens; after a crash a step without a result is run again, which is safe.',
    status: ACTIVE,
  },
  'TORPOR-7': {
    statement: 'A failure before the pivot undoes the steps done so far, in reverse; the VM is as it was.',
    status: ACTIVE,
  },
  'TORPOR-8': {
    statement: 'After the pivot an operation only goes forward; if it cannot, it is stuck, and shows it.',
    status: ACTIVE,
  },
  'TORPOR-9': {
    statement:
      'Queues carry operation ids only: losing all of them loses no operation, since unfinished ones are queued again.',
    status: ACTIVE,
  },
  'TORPOR-10': {
    statement:
      'Stored resources change only if nobody changed them since they were read; otherwise the change is refused by name.',
    status: ACTIVE,
  },
  'TORPOR-11': {
    statement: 'Every refusal and every verdict names the rule behind it.',
    status: ACTIVE,
  },
  'TORPOR-12': {
    statement: 'The same inputs and the same seed give the same results.',
    status: ACTIVE,
  },
  'TORPOR-13': {
    statement:
      'Emulated time passes at once, scaled, or by command; it can be advanced by command only in manual mode.',
    status: ACTIVE,
  },
  'TORPOR-14': {
    statement:
      'A host name is unique, a host that has VMs cannot be removed, and one that is draining or down takes none.',
    status: ACTIVE,
  },
  'TORPOR-15': {
    statement: 'A GUID policy is checked as a whole before it is accepted, and every fault in it is named.',
    status: ACTIVE,
  },
  'TORPOR-16': {
    statement: 'A guest profile is checked as a whole before it is accepted, and every fault in it is named.',
    status: ACTIVE,
  },
  'TORPOR-17': {
    statement: 'A job file is checked as a whole before any of its tasks is submitted.',
    status: ACTIVE,
  },
  'TORPOR-18': {
    statement:
      'An operation can be cancelled until its pivot; cancelling undoes what it did. A finished one cannot be.',
    status: ACTIVE,
  },
  'TORPOR-19': {
    statement: 'A cold boot is never reported as a resume; its reason is given.',
    status: ACTIVE,
  },
  'TORPOR-20': {
    statement: 'Start-up checks the engines it needs and says which one is missing, out of reach or too old.',
    status: ACTIVE,
  },
  'TORPOR-21': {
    statement: 'Request bodies are limited in size; a larger one is refused unread.',
    status: ACTIVE,
  },
  'TORPOR-22': {
    statement:
      'Documents of this product refuse members they do not know, so that a misspelt one is never ignored.',
    status: ACTIVE,
  },
  'TORPOR-23': {
    statement:
      'An unexpected fault is answered as an internal error with an id that is found again in the log.',
    status: ACTIVE,
  },
  'TORPOR-24': {
    statement: 'Placement explains itself: every host is ranked with its scores or rejected with a reason.',
    status: ACTIVE,
  },
  'TORPOR-25': {
    statement:
      'An armed fault strikes exactly as often as it was armed for, whatever the number of processes; what it strikes fails as it would by itself, so that nothing is left behind.',
    status: ACTIVE,
  },
  'TORPOR-26': {
    statement: 'An experiment is checked as a whole before any of it is run, and every fault in it is named.',
    status: ACTIVE,
  },
  'TORPOR-27': {
    statement:
      'Equal scenarios leave equal bytes, whether one thread runs them, several, or workers on other machines, and whoever dies meanwhile.',
    status: ACTIVE,
  },
  'TORPOR-28': {
    statement: 'A server bounds the what-if runs that it takes: their scenarios, their VMs and their number.',
    status: ACTIVE,
  },
});
