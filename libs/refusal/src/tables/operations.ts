import { refusalTable } from '../refusal-entry.js';

/** Operations, emulated time, and the machinery itself. */
export const OPERATION_REFUSALS = refusalTable({
  'operation-not-found': {
    rule: 'ARM-15',
    sentence: 'There is no operation with this id.',
    remedy: 'Check the id; the answer that accepted the operation carries it in x-ms-request-id.',
    retryable: false,
  },
  'operation-not-cancellable': {
    rule: 'TORPOR-18',
    sentence: 'The operation has passed the point up to which it can be cancelled.',
    remedy: 'Wait for it to end, then undo its effect with another operation.',
    retryable: false,
  },
  'operation-cancelled': {
    rule: 'TORPOR-18',
    sentence: 'The operation was cancelled and what it had done was undone.',
    remedy: 'Send the request again if it is still wanted.',
    retryable: false,
  },
  'operation-stuck': {
    rule: 'TORPOR-8',
    sentence: 'The operation can go neither forward nor back.',
    remedy: 'Remove the cause named in the detail and retry the operation.',
    retryable: true,
  },
  'clock-mode-forbids': {
    rule: 'TORPOR-13',
    sentence: 'The clock can be advanced by command only in manual mode.',
    remedy: 'Start the server with the clock in manual mode.',
    retryable: false,
  },
  'engine-missing': {
    rule: 'TORPOR-20',
    sentence: 'An engine that the server needs is not installed.',
    remedy:
      'Install the optional package or program named in the detail, or point the server to a running one.',
    retryable: false,
  },
  'engine-unreachable': {
    rule: 'TORPOR-20',
    sentence: 'An engine that the server needs does not answer.',
    remedy: 'Check address, credentials and whether the engine named in the detail is running.',
    retryable: true,
  },
  'engine-too-old': {
    rule: 'TORPOR-20',
    sentence: 'An engine that the server needs is older than it supports.',
    remedy: 'Upgrade the engine named in the detail to at least the version given there.',
    retryable: false,
  },
  'fault-injected': {
    rule: 'AZURE-23',
    sentence: 'A fault was injected here on request.',
    remedy: 'Clear the fault and try again, if it was not meant for this operation.',
    retryable: true,
  },
  'internal-error': {
    rule: 'TORPOR-23',
    sentence: 'Something went wrong that should not have.',
    remedy: 'Find the id of the request in the log of the server; the operation can be tried again.',
    retryable: true,
  },
  'status-unavailable': {
    rule: 'ARM-7',
    sentence: 'The status of the operation cannot be read just now.',
    remedy: 'Ask again: the operation goes on regardless.',
    retryable: true,
  },
  'service-unavailable': {
    rule: 'TORPOR-25',
    sentence: 'The service is not available just now.',
    remedy: 'Send the request again after the time that Retry-After gives.',
    retryable: true,
  },
  'server-error': {
    rule: 'TORPOR-25',
    sentence: 'The service failed while it looked at the request.',
    remedy: 'Send the request again; nothing has been done.',
    retryable: true,
  },
  'fault-not-found': {
    rule: 'ARM-15',
    sentence: 'There is no armed fault of this name.',
    remedy: 'List the faults and check the name.',
    retryable: false,
  },
  'fault-invalid': {
    rule: 'TORPOR-25',
    sentence: 'The fault cannot be armed like this.',
    remedy: 'Correct the member named in the target; the list of kinds says what each of them takes.',
    retryable: false,
  },
  'operation-not-stuck': {
    rule: 'TORPOR-8',
    sentence: 'Only an operation that is stuck can be retried.',
    remedy: 'Look at the state of the operation; send the request that began it again if it has failed.',
    retryable: false,
  },
});
