import { set, type Chapter, type Given } from './outcome-case.js';

/** What a hibernation comes to that follows a bad resume. */

/** A request to the lost shutdown service gets no answer, whatever the bus thinks (R87). */
export const NO_ANSWER: Chapter = {
  story: ['hibernate'],
  expected: {
    severity: 'hibernate-aborted',
    shows: { rule: 'INITIATE-2', phase: 'trigger', symptom: /no answer/ },
    hostGivesUp: true,
  },
};

/** A NIC that did not survive the resume (R61). */
export const NETVSC_REFUSES: Chapter = {
  story: [set({ faults: [] }), 'hibernate'],
  expected: {
    severity: 'hibernate-aborted',
    shows: { rule: 'R61', phase: 'H9', errno: -19, symptom: /nic \d did not survive the last resume/ },
  },
};

/** A vPCI bus that did not (R66). */
export const HV_PCI_REFUSES: Chapter = {
  story: [set({ faults: [] }), 'hibernate'],
  expected: {
    severity: 'hibernate-aborted',
    shows: {
      rule: 'R66',
      phase: 'H9',
      errno: -22,
      symptom: /not in its installed state since the last resume/,
    },
  },
};

/** A size with a GPU by DDA, which exists with AMD processors alone. */
export const GPU: Given = {
  size: 'Standard_NV6ads_A10_v5',
  osDiskGib: 128,
  placement: { cluster: 'amd' },
};
