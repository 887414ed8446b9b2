import { ACTIVE, ruleTable } from '../rule-table.js';

export const RESUME = ruleTable('document', 'Detailed Resume Sequence', {
  'RESUME-1': {
    statement:
      'Step 1: a fresh Linux boots in the ordinary way, connects to VMBus and brings its synthetic devices up.',
    phrase: 'boots into a fresh Linux',
    status: ACTIVE,
  },
  'RESUME-2': {
    statement:
      'Step 2: the fresh kernel looks for an image in swap and reads it; without one, this boot is a normal boot.',
    phrase: 'this boot becomes a normal boot',
    status: ACTIVE,
  },
  'RESUME-3': {
    statement:
      'Step 3: with an image, the fresh kernel goes through freeze: its devices and its connection are shut down.',
    phrase: 'in the running fresh OS instance',
    status: ACTIVE,
  },
  'RESUME-4': {
    statement:
      'Step 4: the fresh kernel stops its other CPUs and hands over to the image, which starts its own.',
    phrase: 'transfers control to the read-in',
    status: ACTIVE,
  },
  'RESUME-5': {
    statement:
      'Step 5: the image connects, matches offers to its primary channels, updates relids, opens the channels and creates sub-channels.',
    phrase: 'matched to primary channels in',
    status: ACTIVE,
  },
  'RESUME-6': {
    statement: 'Step 6: power management leaves the sequence and the VM runs on from the image.',
    phrase: 'running normally from the hibernation image',
    status: ACTIVE,
  },
});
