import type { RefusalCode } from '#libs/refusal';

/** Exit codes of the command line: 2 wrong usage or input, 3 not found, 4 refused, 5 failed, 6 partly failed. */
export const EXIT_CODES = { invalid: 2, notFound: 3, refused: 4, failed: 5, partlyFailed: 6 } as const;
export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES];

/** How the fronts show one kind of refusal. */
export interface ErrorMapping {
  /**
   * Status of an answer that refuses a request at once. The status document of an operation that failed with
   * this code is answered with 200 all the same (ARM-7).
   */
  readonly httpStatus: number;
  /** `error.code` that clients of Azure Resource Manager know. */
  readonly armCode: string;
  readonly exitCode: ExitCode;
}

const invalid = (armCode: string, httpStatus = 400): ErrorMapping => ({
  httpStatus,
  armCode,
  exitCode: EXIT_CODES.invalid,
});
const notFound = (armCode = 'ResourceNotFound'): ErrorMapping => ({
  httpStatus: 404,
  armCode,
  exitCode: EXIT_CODES.notFound,
});
const refused = (armCode: string, httpStatus = 409): ErrorMapping => ({
  httpStatus,
  armCode,
  exitCode: EXIT_CODES.refused,
});
const failed = (armCode: string, httpStatus: number): ErrorMapping => ({
  httpStatus,
  armCode,
  exitCode: EXIT_CODES.failed,
});

/**
 * Every refusal code to what a client sees of it (ASSUME-11: what can be checked at once is a 409). Codes of
 * Azure where its documentation or recorded answers give one; a missing entry does not compile.
 */
export const ERROR_TABLE: Readonly<Record<RefusalCode, ErrorMapping>> = {
  'vm-not-found': notFound(),
  'vm-busy': refused('Conflict'),
  'vm-state-forbids': refused('OperationNotAllowed'),
  'vm-name-taken': refused('Conflict'),
  'hibernated-vm-immutable': refused('OperationNotAllowed'),
  'property-immutable': refused('PropertyChangeNotAllowed'),
  'size-unknown': invalid('InvalidParameter'),
  'image-not-found': notFound('PlatformImageNotFound'),
  'vm-generalized': refused('OperationNotAllowed'),
  'not-a-spot-vm': refused('OperationNotAllowed'),
  'extension-not-found': notFound(),
  'extension-needs-running-vm': refused('OperationNotAllowed'),
  'extension-failed': failed('VMExtensionProvisioningError', 409),
  'boot-diagnostics-off': refused('OperationNotAllowed'),
  'action-not-emulated': refused('OperationNotAllowed'),
  'nothing-to-explain': notFound(),
  'nothing-to-pin': notFound(),

  'hibernation-not-enabled': refused('OperationNotAllowed'),
  'hibernation-switch-needs-deallocation': refused('OperationNotAllowed'),
  'size-not-hibernatable': refused('OperationNotAllowed'),
  'image-not-hibernatable': refused('OperationNotAllowed'),
  'hibernation-extension-failed': refused('OperationNotAllowed'),
  'guest-not-ready': failed('VMHibernateNotSupported', 409),
  'architecture-unsupported': refused('OperationNotAllowed'),
  'os-disk-too-small': refused('OperationNotAllowed'),
  'os-disk-not-hibernatable': refused('OperationNotAllowed'),
  'dda-present': refused('OperationNotAllowed'),
  'hibernation-excluded': refused('OperationNotAllowed'),
  'guest-lacks-udev-rule': failed('VMHibernateFailed', 409),
  'shutdown-service-missing': failed('VMHibernateNotSupported', 409),
  'uio-device-bound': failed('VMHibernateFailed', 409),
  'guest-aborted-hibernation': failed('VMHibernateFailed', 409),
  'guest-hung': failed('VMHibernateFailed', 409),
  'guest-request-timed-out': failed('VMHibernateFailed', 409),
  'guest-not-running': refused('OperationNotAllowed'),
  'hibernation-failed': failed('VMHibernateFailed', 409),

  'no-capacity': failed('AllocationFailed', 409),
  'no-compatible-host': failed('OverconstrainedResumeFromHibernatedStateAllocationRequest', 409),
  'no-suitable-host': failed('OverconstrainedAllocationRequest', 409),
  'capacity-lost-race': failed('AllocationFailed', 409),
  'host-not-found': notFound(),
  'host-name-taken': refused('Conflict'),
  'host-in-use': refused('OperationNotAllowed'),
  'host-down': refused('OperationNotAllowed'),
  'no-zonal-capacity': failed('ZonalAllocationFailed', 409),
  'host-failed': failed('InternalOperationError', 500),
  'cluster-not-found': notFound(),

  'disk-not-found': notFound(),
  'disk-in-use': refused('OperationNotAllowed'),
  'disk-name-taken': refused('Conflict'),
  'disk-too-small': invalid('InvalidParameter'),
  'lun-taken': invalid('InvalidParameter'),
  'too-many-data-disks': refused('OperationNotAllowed'),
  'disk-detach-failed': failed('InternalOperationError', 500),

  'nic-not-found': notFound(),
  'nic-in-use': refused('OperationNotAllowed'),
  'nic-name-taken': refused('Conflict'),
  'too-many-nics': refused('OperationNotAllowed'),
  'size-without-accelerated-networking': invalid('VMSizeIsNotPermittedToEnableAcceleratedNetworking'),
  'network-not-found': notFound(),
  'network-in-use': refused('OperationNotAllowed'),
  'subnet-not-found': notFound(),
  'subnet-full': refused('OperationNotAllowed'),
  'mac-taken': refused('Conflict'),
  'public-address-in-use': refused('PublicIPAddressInUse'),
  'public-addresses-exhausted': refused('PublicIPCountLimitReached'),

  'subscription-not-found': notFound('SubscriptionNotFound'),
  'group-not-found': notFound('ResourceGroupNotFound'),
  'group-not-empty': refused('Conflict'),
  'group-being-deleted': refused('ResourceGroupBeingDeleted'),
  'resource-not-found': notFound(),
  'resource-in-use': refused('OperationNotAllowed'),
  'resource-move-unsupported': refused('ResourceMoveNotSupported'),
  'role-definition-not-found': notFound('RoleDefinitionDoesNotExist'),
  'role-assignment-not-found': notFound('RoleAssignmentNotFound'),
  'role-assignment-exists': refused('RoleAssignmentExists'),
  'role-assignment-immutable': refused('RoleAssignmentUpdateNotPermitted'),
  'principal-not-found': invalid('PrincipalNotFound'),
  'application-id-taken': refused('Conflict'),
  'policy-not-found': notFound(),
  'policy-invalid': invalid('InvalidParameter'),
  'policy-in-use': refused('OperationNotAllowed'),
  'profile-not-found': notFound(),
  'profile-invalid': invalid('InvalidParameter'),
  'profile-built-in': refused('OperationNotAllowed'),
  'deployment-not-found': notFound('DeploymentNotFound'),
  'deployment-active': refused('DeploymentActive'),
  'deployment-ended': refused('DeploymentCannotBeCancelled'),
  'job-not-found': notFound(),
  'job-name-taken': refused('Conflict'),
  'job-file-invalid': invalid('InvalidParameter'),
  'job-finished': refused('OperationNotAllowed'),
  'experiment-invalid': invalid('InvalidParameter'),
  'experiment-too-large': invalid('InvalidParameter'),
  'what-if-run-not-found': notFound(),
  'what-if-run-active': refused('Conflict'),
  'what-if-run-unfinished': refused('OperationNotAllowed'),
  'what-if-runs-full': refused('QuotaExceeded'),
  'what-if-scenario-not-found': notFound(),
  'what-if-vm-not-found': notFound(),

  'operation-not-found': notFound(),
  'operation-not-cancellable': refused('OperationNotAllowed'),
  'operation-cancelled': failed('Canceled', 409),
  'operation-stuck': failed('InternalOperationError', 500),
  'operation-not-stuck': refused('OperationNotAllowed'),
  'clock-mode-forbids': refused('OperationNotAllowed'),
  'engine-missing': failed('ServiceUnavailable', 503),
  'engine-unreachable': failed('ServiceUnavailable', 503),
  'engine-too-old': failed('ServiceUnavailable', 503),
  'fault-injected': failed('InternalOperationError', 500),
  'internal-error': failed('InternalOperationError', 500),
  'status-unavailable': failed('ServiceUnavailable', 503),
  'service-unavailable': failed('ServiceUnavailable', 503),
  'server-error': failed('InternalServerError', 500),
  'fault-not-found': notFound(),
  'fault-invalid': invalid('InvalidParameter'),

  'invalid-body': invalid('InvalidRequestContent'),
  'unknown-member': invalid('InvalidRequestContent'),
  'invalid-parameter': invalid('InvalidParameter'),
  'invalid-name': invalid('InvalidParameter'),
  // ASSUME-12: no source names the code for this status.
  'body-too-large': invalid('RequestTooLarge', 413),
  'template-invalid': invalid('InvalidTemplate'),
  'resource-type-unregistered': invalid('NoRegisteredProviderFound'),
  'missing-api-version': invalid('MissingApiVersionParameter'),
  'invalid-api-version': invalid('InvalidApiVersionParameter'),
  unauthenticated: refused('AuthenticationFailed', 401),
  'token-invalid': refused('InvalidAuthenticationToken', 401),
  'token-expired': refused('ExpiredAuthenticationToken', 401),
  forbidden: refused('AuthorizationFailed', 403),
  'linked-forbidden': refused('LinkedAuthorizationFailed', 403),
  'route-not-found': notFound('NotFound'),
  'method-not-allowed': invalid('MethodNotAllowed', 405),
  'precondition-failed': refused('PreconditionFailed', 412),
  'generation-conflict': refused('Conflict'),
  'too-many-requests': failed('TooManyRequests', 429),
  'compute-throttled': failed('OperationNotAllowed', 429),
  'subscription-throttled': failed('SubscriptionRequestsThrottled', 429),
};
