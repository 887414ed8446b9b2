import { headerOf, type CheckedAnswer } from './checked-answer.js';
import type { Target } from './find-contract.js';
import { isObject, modelViolations } from './model-violations.js';

/** Rules of the protocol that hold for every answer, whatever its document is. */

const GUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const ABSOLUTE_URL = /^https?:\/\/[^/]+\//;

const STANDARD_HEADERS: Readonly<Record<string, RegExp>> = {
  'cache-control': /^no-cache$/,
  pragma: /^no-cache$/,
  expires: /^-1$/,
  'x-content-type-options': /^nosniff$/,
  'x-ms-request-id': new RegExp(`^${GUID}$`),
  'x-ms-correlation-request-id': new RegExp(`^${GUID}$`),
  'x-ms-routing-request-id': new RegExp(`^[A-Z0-9]+:\\d{8}T\\d{6}Z:${GUID}$`),
};

export function headerViolations(answer: CheckedAnswer): readonly string[] {
  const standard = Object.entries(STANDARD_HEADERS)
    .filter(([name, form]) => !form.test(headerOf(answer, name) ?? ''))
    .map(([name]) => `header ${name} is ${headerOf(answer, name) ?? 'missing'}`);
  return [...standard, ...bodyHeaderViolations(answer)];
}

function bodyHeaderViolations(answer: CheckedAnswer): readonly string[] {
  const type = headerOf(answer, 'content-type');
  if (answer.body === undefined) {
    return type === undefined ? [] : [`content-type is ${type}, yet there is no body`];
  }
  return type === 'application/json; charset=utf-8' ? [] : [`content-type is ${type ?? 'missing'}`];
}

/** An error: its document, and what its status asks for. */
export function errorViolations(answer: CheckedAnswer): readonly string[] {
  const { method, status, body } = answer;
  const document =
    method.toUpperCase() === 'HEAD'
      ? body === undefined
        ? []
        : ['an answer to HEAD has a body']
      : modelViolations(body, 'hand-written.ErrorAnswer');
  const challenge = headerOf(answer, 'www-authenticate') ?? '';
  const lacksChallenge = status === 401 && !/^Bearer .*authorization_uri="https?:\/\//.test(challenge);
  const lacksPause = status === 429 && !/^[1-9]\d*$/.test(headerOf(answer, 'retry-after') ?? '');
  return [
    ...document,
    ...(lacksChallenge ? [`401 with www-authenticate ${challenge || 'missing'}`] : []),
    ...(lacksPause ? ['429 without Retry-After'] : []),
  ];
}

/** What the headers of an answer that begins or reports a long operation must hold. */
export function operationViolations(answer: CheckedAnswer, target: Target): readonly string[] {
  const isGroup = target.segments.length === 4;
  const isResult = /\/operation(result)?s\/|\/operationstatuses\/|\/diskoperations\//.test(target.path);
  const begins = answer.status === 202 || (target.method === 'PUT' && isUnfinished(answer.body));
  if (isResult && answer.status === 200) return [];
  if (!begins) return unlessAbsent(answer);
  const isPoll = target.query.get('monitor') !== null || target.path.includes('/operationresults/');
  const hasStatus = !isPoll && !(isGroup && target.method === 'DELETE');
  return [
    ...(answer.status === 202 ? absolute(answer, 'location') : []),
    ...(hasStatus ? absolute(answer, 'azure-asyncoperation') : []),
    ...(/^[1-9]\d*$/.test(headerOf(answer, 'retry-after') ?? '')
      ? []
      : [
          `Retry-After is ${headerOf(answer, 'retry-after') ?? 'missing'}: clients take half a minute for it`,
        ]),
    ...(hasStatus && target.method === 'POST' ? ownOperationId(answer) : []),
  ];
}

/** Nothing to wait for: no header may send a client waiting. */
function unlessAbsent(answer: CheckedAnswer): readonly string[] {
  const isOver = answer.status === 204 || (answer.status === 200 && answer.body === undefined);
  return ['azure-asyncoperation', 'location']
    .filter((name) => isOver && headerOf(answer, name) !== undefined)
    .map((name) => `header ${name} on an answer with which all is done`);
}

function absolute(answer: CheckedAnswer, name: string): readonly string[] {
  const value = headerOf(answer, name);
  if (value === undefined) return [`header ${name} is missing on ${answer.status}`];
  return ABSOLUTE_URL.test(value) && /[?&]api-version=/.test(value)
    ? []
    : [`header ${name} is not an absolute URL with a version: ${value}`];
}

/** The request id of an action is the id of its operation. */
function ownOperationId(answer: CheckedAnswer): readonly string[] {
  const [path = ''] = (headerOf(answer, 'azure-asyncoperation') ?? '').split('?');
  const id = headerOf(answer, 'x-ms-request-id') ?? '';
  return path.endsWith(`/${id}`) ? [] : [`x-ms-request-id ${id} is not the id of the operation at ${path}`];
}

function isUnfinished(body: unknown): boolean {
  if (!isObject(body) || !isObject(body['properties'])) return false;
  const { provisioningState } = body['properties'];
  return ['Creating', 'Updating', 'Accepted', 'Running'].includes(String(provisioningState));
}

/** Statuses of operations, of the Azure-AsyncOperation URL. Their members stand in the model. */
export function operationStatusViolations(
  body: unknown,
  answer: CheckedAnswer,
  target: Target,
): readonly string[] {
  if (!isObject(body) || !('status' in body)) return ['the status of an operation has no status'];
  const { status, name, startTime, endTime, error } = body;
  const isRunning = !['Succeeded', 'Failed', 'Canceled'].includes(String(status));
  const known = ['InProgress', 'Running', 'Accepted', 'Succeeded', 'Failed', 'Canceled'];
  const isCompute = target.segments[3] === 'microsoft.compute';
  const pause = headerOf(answer, 'retry-after');
  const findings: readonly (readonly [isWrong: boolean, finding: string])[] = [
    [!known.includes(String(status)), `status is ${String(status)}`],
    [isCompute && (startTime === undefined || name === undefined), 'the status lacks startTime or name'],
    [
      name !== undefined && String(name).toLowerCase() !== target.segments.at(-1),
      `name ${String(name)} is not the id asked for`,
    ],
    [isCompute && !isRunning && endTime === undefined, `${String(status)} without endTime`],
    [isRunning && endTime !== undefined, 'endTime while it runs'],
    [
      (status === 'Failed') !== (error !== undefined),
      `${String(status)} ${error === undefined ? 'without' : 'with'} error`,
    ],
    [
      isRunning && !/^[1-9]\d*$/.test(pause ?? ''),
      `${String(status)} with Retry-After ${pause ?? 'missing'}`,
    ],
    [!isRunning && pause !== undefined, `${String(status)} with Retry-After`],
  ];
  return findings.filter(([isWrong]) => isWrong).map(([, finding]) => finding);
}
