import { ACTIVE, ruleTable } from '../rule-table.js';

export const KVP = ruleTable('document', 'Key-Value Pair (KVP) Pseudo-Device Anomalies', {
  'KVP-1': {
    statement:
      'Unlike any other pseudo-device, KVP is rescinded by Hyper-V when its primary channel is closed, and the guest removes the device.',
    phrase: 'behaves differently from other pseudo-devices',
    status: ACTIVE,
  },
  'KVP-2': {
    statement:
      'Hyper-V then offers KVP again and the guest creates it as a new device; both fall into the freeze phase.',
    phrase: 'then re-offers the device',
    status: ACTIVE,
  },
  'KVP-3': {
    statement: 'What the image holds is therefore the KVP device that was created second.',
    phrase: 'contains the re-created KVP device',
    status: ACTIVE,
  },
  'KVP-4': {
    statement:
      'The same removal and re-creation happens in the fresh kernel when it freezes during a resume.',
    phrase: 'Similar behavior occurs during',
    status: ACTIVE,
  },
  'KVP-5': {
    statement: 'The unload that follows makes the host drop the device, so both cases end well.',
    phrase: 'no harm is done',
    status: ACTIVE,
  },
});
