import { describe, expect, it } from 'vitest';
import type { CheckedAnswer } from './checked-answer.js';
import { contractViolations } from './contract-violations.js';
import {
  S,
  G,
  VM,
  OPERATION,
  STATUS_PATH,
  STATUS_URL,
  TIME,
  json,
  accepted,
  vm,
  got,
  action,
  poll,
  refused,
  page,
  without,
} from './sample-answers.js';

/** Every rule once: an answer that breaks it alone, and all that is said of it. */
const BROKEN: readonly (readonly [what: string, answer: CheckedAnswer, found: readonly string[]])[] = [
  [
    'an end with what the operation cannot have made',
    { ...poll({ colour: 1 }), url: `${STATUS_URL}&monitor=true` },
    ['$.colour is not a member of RunCommandResult'],
  ],
  [
    '202 without Location',
    action({ headers: without(accepted, 'location') }),
    ['header location is missing on 202'],
  ],
  [
    '202 without Azure-AsyncOperation',
    action({ headers: without(accepted, 'azure-asyncoperation') }),
    [
      'header azure-asyncoperation is missing on 202',
      `x-ms-request-id ${OPERATION} is not the id of the operation at `,
    ],
  ],
  [
    'a relative Location',
    action({ headers: { ...accepted, location: STATUS_PATH } }),
    [`header location is not an absolute URL with a version: ${STATUS_PATH}`],
  ],
  [
    '202 without Retry-After',
    action({ headers: without(accepted, 'retry-after') }),
    ['Retry-After is missing: clients take half a minute for it'],
  ],
  [
    'Retry-After of zero',
    action({ headers: { ...accepted, 'retry-after': '0' } }),
    ['Retry-After is 0: clients take half a minute for it'],
  ],
  [
    'an action with an id of its own',
    action({ headers: { ...accepted, 'x-ms-request-id': S } }),
    [`x-ms-request-id ${S} is not the id of the operation at ${STATUS_URL.split('?')[0]}`],
  ],
  [
    'an action with a content type',
    action({ headers: { ...accepted, 'content-type': 'application/json; charset=utf-8' } }),
    ['content-type is application/json; charset=utf-8, yet there is no body'],
  ],
  [
    'an action with a body',
    action({ headers: { ...accepted, ...json }, body: {} }),
    ['a body where there is none'],
  ],
  [
    'an action that is over at once',
    action({ status: 200 }),
    [
      'header azure-asyncoperation on an answer with which all is done',
      'header location on an answer with which all is done',
      'status 200, expected 202',
    ],
  ],
  [
    '201 to the PUT of a disk',
    got(
      { location: 'eastus' },
      {
        method: 'PUT',
        status: 201,
        url: `${G}/providers/Microsoft.Compute/disks/d?api-version=1`,
        headers: json,
      },
    ),
    ['status 201, expected 200 or 202'],
  ],
  [
    'a creation nobody can wait for',
    got(vm({ provisioningState: 'Creating' }, {}), {
      method: 'PUT',
      status: 201,
      headers: { ...json, etag: '"1"' },
    }),
    [
      'header azure-asyncoperation is missing on 201',
      'Retry-After is missing: clients take half a minute for it',
    ],
  ],
  [
    'a missing standard header',
    got(vm(), { headers: { ...without(json, 'x-ms-request-id'), etag: '"1"' } }),
    ['header x-ms-request-id is missing'],
  ],
  [
    'a document of another media type',
    got(vm(), { headers: { ...json, 'content-type': 'application/json', etag: '"1"' } }),
    ['content-type is application/json'],
  ],
  [
    'an operation without its name',
    poll({ startTime: TIME, endTime: TIME, status: 'Succeeded' }),
    ['the status lacks startTime or name'],
  ],
  [
    'an operation of another name',
    poll({ startTime: TIME, endTime: TIME, status: 'Succeeded', name: S }),
    [`name ${S} is not the id asked for`],
  ],
  [
    'an unknown status',
    poll({ startTime: TIME, status: 'Busy', name: OPERATION }, { 'retry-after': '1' }),
    ['status is Busy'],
  ],
  [
    'a failure without its error',
    poll({ startTime: TIME, endTime: TIME, status: 'Failed', name: OPERATION }),
    ['Failed without error'],
  ],
  [
    'a success without its end',
    poll({ startTime: TIME, status: 'Succeeded', name: OPERATION }),
    ['Succeeded without endTime'],
  ],
  [
    'a running operation without Retry-After',
    poll({ startTime: TIME, status: 'InProgress', name: OPERATION }),
    ['InProgress with Retry-After missing'],
  ],
  [
    'an ended operation with Retry-After',
    poll({ startTime: TIME, endTime: TIME, status: 'Succeeded', name: OPERATION }, { 'retry-after': '1' }),
    ['Succeeded with Retry-After'],
  ],
  [
    'an extra member of a status',
    poll({ startTime: TIME, endTime: TIME, status: 'Succeeded', name: OPERATION, id: 'x', colour: 1 }),
    ['$.colour is not a member of OperationStatus'],
  ],
  [
    'an error without message',
    refused({ error: { code: 'Conflict' } }),
    ['$.error.message is missing, ArmError requires it'],
  ],
  [
    'an error of another shape',
    refused({ statusCode: 409, message: 'no' }),
    [
      '$.error is missing, ErrorAnswer requires it',
      '$.statusCode is not a member of ErrorAnswer',
      '$.message is not a member of ErrorAnswer',
    ],
  ],
  [
    'an error of the emulator in another shape',
    refused({ message: 'no' }, { url: `${VM}/providers/Torpor.Emulator/emulation/default` }),
    ['$.error is missing, ErrorAnswer requires it', '$.message is not a member of ErrorAnswer'],
  ],
  [
    'a HEAD with a body',
    refused(
      { error: { code: 'a', message: 'b' } },
      { method: 'HEAD', url: `${G}?api-version=1`, status: 404 },
    ),
    ['an answer to HEAD has a body'],
  ],
  [
    '401 without a challenge',
    refused({ error: { code: 'a', message: 'b' } }, { status: 401 }),
    ['401 with www-authenticate missing'],
  ],
  [
    '429 without a pause',
    refused({ error: { code: 'a', message: 'b' } }, { status: 429 }),
    ['429 without Retry-After'],
  ],
  [
    'a relative link to the next page',
    got(
      { value: [], nextLink: `${VM}?$skiptoken=a&api-version=1` },
      { url: `${G}/providers/Microsoft.Compute/disks?api-version=1`, headers: json },
    ),
    [`nextLink is not an absolute URL with a version: ${VM}?$skiptoken=a&api-version=1`],
  ],
  [
    'a page without items',
    got({}, { url: `${G}/providers/Microsoft.Compute/disks?api-version=1`, headers: json }),
    ['$.value is missing, DiskList requires it'],
  ],
  [
    'a wrong item on a page',
    page({ ...vm(), colour: 1 }),
    ['$.value[0].colour is not a member of VirtualMachine'],
  ],
  [
    'a route without a contract',
    got({}, { url: `${G}/providers/Microsoft.Compute/wheels/w`, headers: json }),
    [
      `no contract is known for GET ${G}/providers/Microsoft.Compute/wheels/w`
        .toLowerCase()
        .replace('get', 'GET'),
    ],
  ],
];

describe('contract of the protocol', () => {
  it.each(BROKEN)('finds %s', (_, answer, found) => {
    expect(contractViolations(answer)).toEqual(found);
  });
});
