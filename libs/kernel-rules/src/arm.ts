import { ACTIVE, ruleTable } from './rule-table.js';

/** What any client of Azure Resource Manager may rely on. */
export const ARM = ruleTable('arm', 'Azure Resource Manager: requests, long-running operations, errors', {
  'ARM-1': {
    statement:
      'Every request names an api-version; without one it is refused with MissingApiVersionParameter.',
    status: ACTIVE,
  },
  'ARM-2': {
    statement:
      'Any well-formed version is accepted and answered in one current shape; anything else is refused with InvalidApiVersionParameter.',
    status: ACTIVE,
  },
  'ARM-3': {
    statement: 'Errors are one object "error" with code and message, and where it helps target and details.',
    status: ACTIVE,
  },
  'ARM-4': {
    statement:
      'Path segments and resource names match without regard to letter case; answers use canonical segments and the casing in which a resource was first created.',
    status: ACTIVE,
  },
  'ARM-5': {
    statement: 'Doubled and trailing slashes in a path do not matter.',
    status: ACTIVE,
  },
  'ARM-6': {
    statement:
      'An action is answered with 202 and no body; Location and Azure-AsyncOperation say where to ask, Retry-After of at least 1 says when.',
    status: ACTIVE,
  },
  'ARM-7': {
    statement:
      'The status of an operation is always answered with 200; its body says InProgress, Succeeded, Failed or Canceled, with times and, on failure, an error.',
    status: ACTIVE,
  },
  'ARM-8': {
    statement:
      'The Location of an action answers 202 while it runs and 200 without a body once it is done, never 204.',
    status: ACTIVE,
  },
  'ARM-9': {
    statement:
      'Creating by PUT answers 201 and updating answers 200, with the resource in the state it is in and the headers of its operation.',
    status: ACTIVE,
  },
  'ARM-10': {
    statement:
      'Creating or updating a disk answers 202, and the status of its operation ends with the disk in properties.output.',
    status: ACTIVE,
  },
  'ARM-11': {
    statement: 'Deleting what does not exist answers 204 and is no error.',
    status: ACTIVE,
  },
  'ARM-12': {
    statement:
      'Deleting a group answers 202 with a Location alone, which answers 202 until the group is gone and then 200.',
    status: ACTIVE,
  },
  'ARM-13': {
    statement: 'Lists come in pages of "value", with an absolute "nextLink" on every page but the last.',
    status: ACTIVE,
  },
  'ARM-14': {
    statement:
      'If-Match and If-None-Match are honoured; a miss is refused with 412 PreconditionFailed and changes nothing.',
    status: ACTIVE,
  },
  'ARM-15': {
    statement:
      'A resource that does not exist is a 404 whose code tells resource, group and subscription apart.',
    status: ACTIVE,
  },
  'ARM-16': {
    statement:
      'A path that nothing serves is a 404, a method that a path does not serve is a 405, both in the error shape.',
    status: ACTIVE,
  },
  'ARM-17': {
    statement: 'A POST without a body is valid, whatever its content type says.',
    status: ACTIVE,
  },
  'ARM-18': {
    statement: 'Query keys that an operation URL does not know are ignored.',
    status: ACTIVE,
  },
  'ARM-19': {
    statement: 'A body that is not JSON or not the right shape is a 400 that names the member at fault.',
    status: ACTIVE,
  },
  'ARM-20': {
    statement: 'Without a valid token the answer is 401 with WWW-Authenticate.',
    status: ACTIVE,
  },
  'ARM-21': {
    statement: 'A caller who may not do this is answered 403 AuthorizationFailed.',
    status: ACTIVE,
  },
  'ARM-22': {
    statement: 'What the present state of a resource forbids is a 409 with OperationNotAllowed.',
    status: ACTIVE,
  },
  'ARM-23': {
    statement: 'A request that collides with another one in progress is a 409 that says so.',
    status: ACTIVE,
  },
  'ARM-24': {
    statement:
      'A resource that another one uses cannot be deleted or given to a third: 409, naming the user.',
    status: ACTIVE,
  },
  'ARM-25': {
    statement: 'Members that are fixed at creation cannot be changed: 409 PropertyChangeNotAllowed.',
    status: ACTIVE,
  },
  'ARM-26': {
    statement: 'Members set to null count as absent.',
    status: ACTIVE,
  },
  'ARM-27': {
    statement:
      'Every answer carries a request id, that of an action being the id of its operation, and a correlation id.',
    status: ACTIVE,
  },
  'ARM-28': {
    statement: 'Operation URLs are absolute and stay valid across a restart of the service.',
    status: ACTIVE,
  },
  'ARM-29': {
    statement:
      'A resource must refer to things that exist: a network, subnet, disk or NIC that does not is a 404 or a 400 naming it.',
    status: ACTIVE,
  },
  'ARM-30': {
    statement: 'Too many requests are answered 429 with Retry-After.',
    status: ACTIVE,
  },
  'ARM-31': {
    statement:
      'Deployments of templates create the resources they list, in order of their dependencies; their bodies may be slightly malformed JSON.',
    status: ACTIVE,
  },
  'ARM-32': {
    statement:
      'Cloud metadata, in the shape of the version asked for, tells clients before they log in where the end points of this cloud are.',
    status: ACTIVE,
  },
  'ARM-33': {
    statement: 'A name follows the pattern of its resource type; anything else is a 400.',
    status: ACTIVE,
  },
  'ARM-34': {
    statement:
      'Type and name identify a resource within its group, so a second one of the same name cannot be created.',
    status: ACTIVE,
  },
  'ARM-35': {
    statement: 'An authority with OpenID configuration and a token end point lets unmodified clients log in.',
    status: ACTIVE,
  },
});
