import { refusalTable } from '../refusal-entry.js';

/** Requests that are wrong in themselves, whatever the state of things. */
export const REQUEST_REFUSALS = refusalTable({
  'invalid-body': {
    rule: 'ARM-19',
    sentence: 'The body is not valid JSON or not of the expected shape.',
    remedy: 'Correct the member named in the target; the detail says what was expected there.',
    retryable: false,
  },
  'unknown-member': {
    rule: 'TORPOR-22',
    sentence: 'The document has a member that is not known.',
    remedy: 'Correct the spelling of the member named in the target, or remove it.',
    retryable: false,
  },
  'invalid-parameter': {
    rule: 'ARM-19',
    sentence: 'A parameter has a value that is not allowed.',
    remedy: 'Give the parameter named in the target one of the values that the detail lists.',
    retryable: false,
  },
  'invalid-name': {
    rule: 'ARM-33',
    sentence: 'The name does not follow the pattern for this type of resource.',
    remedy: 'Use letters, digits, hyphens, dots and underscores as the detail says.',
    retryable: false,
  },
  'body-too-large': {
    rule: 'TORPOR-21',
    sentence: 'The body is larger than the server accepts.',
    remedy: 'Split the request; the limit is in the detail.',
    retryable: false,
  },
  'template-invalid': {
    rule: 'ARM-31',
    sentence: 'Deployment template validation failed.',
    remedy: 'Correct the member of the template named in the target; the detail says what is wrong with it.',
    retryable: false,
  },
  'resource-type-unregistered': {
    rule: 'ARM-31',
    sentence: 'No registered resource provider has this type of resource in this API version.',
    remedy: 'Check spelling of provider and type, and write the API version as YYYY-MM-DD.',
    retryable: false,
  },
  'missing-api-version': {
    rule: 'ARM-1',
    sentence: 'The request has no api-version.',
    remedy: 'Add the query parameter api-version, for example api-version=2024-11-01.',
    retryable: false,
  },
  'invalid-api-version': {
    rule: 'ARM-2',
    sentence: 'The api-version is not a date.',
    remedy: 'Write it as YYYY-MM-DD, with "-preview" after it if need be.',
    retryable: false,
  },
  unauthenticated: {
    rule: 'ARM-20',
    sentence: 'The request has no valid token.',
    remedy: 'Send a token in the Authorization header, as "Bearer" followed by the token.',
    retryable: false,
  },
  'token-invalid': {
    rule: 'ARM-20',
    sentence: 'The token was not accepted.',
    remedy:
      'Ask the authority of this installation for a token, for this installation as its audience. Tokens of principals that were deleted are not accepted any more.',
    retryable: false,
  },
  'token-expired': {
    rule: 'ARM-20',
    sentence: 'The token has expired.',
    remedy: 'Log in again, or ask the authority for a new token.',
    retryable: false,
  },
  forbidden: {
    rule: 'ARM-21',
    sentence: 'The caller may not do this.',
    remedy: 'Use a token with the rights that the detail names.',
    retryable: false,
  },
  'linked-forbidden': {
    rule: 'ARM-21',
    sentence: 'The caller may not use a resource that the request refers to.',
    remedy: 'Refer to a resource over which you have the action that the detail names, or have it granted.',
    retryable: false,
  },
  'route-not-found': {
    rule: 'ARM-16',
    sentence: 'Nothing is served under this path.',
    remedy: 'Check the path, in particular provider namespace and resource type.',
    retryable: false,
  },
  'method-not-allowed': {
    rule: 'ARM-16',
    sentence: 'This path does not serve the method.',
    remedy: 'Use one of the methods in the Allow header.',
    retryable: false,
  },
  'precondition-failed': {
    rule: 'ARM-14',
    sentence: 'The resource is not in the version that If-Match or If-None-Match asks for.',
    remedy: 'Read the resource again, apply the change to what it is now, and send its new ETag.',
    retryable: false,
  },
  'generation-conflict': {
    rule: 'TORPOR-10',
    sentence: 'The resource was changed by somebody else at the same time.',
    remedy: 'Read the resource again and repeat the change.',
    retryable: true,
  },
  'too-many-requests': {
    rule: 'ARM-30',
    sentence: 'Too many requests were sent.',
    remedy: 'Send the request again after the time that Retry-After gives.',
    retryable: true,
  },
  'compute-throttled': {
    rule: 'ARM-30',
    sentence:
      'The server rejected the request because too many requests have been received for this subscription.',
    remedy:
      'Send the request again after the time that Retry-After gives; the details name the policy that was exceeded.',
    retryable: true,
  },
  'subscription-throttled': {
    rule: 'ARM-30',
    sentence: 'The number of requests for this subscription has exceeded its limit.',
    remedy: 'Send the request again after the time that Retry-After gives.',
    retryable: true,
  },
});
