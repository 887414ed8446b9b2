import { describe, expect, it } from 'vitest';
import type { OwnAnswer } from '../../arm/own-requests.js';
import { localUrl, pollVerdict, putVerdict, resourceUrl } from './resource-answer.js';

const answer = (status: number, body?: unknown, headers: OwnAnswer['headers'] = {}): OwnAnswer => ({
  status,
  body,
  headers,
});
const state = (provisioningState: string) => ({ properties: { provisioningState } });
const error = { code: 'Conflict', message: 'taken', target: 'name', details: [{ code: 'A', message: 'b' }] };

describe('the answer to a PUT', () => {
  it.each([
    [
      'ARM-9 with the URL of an operation',
      answer(201, state('Updating'), { 'azure-asyncoperation': 'http://h/op?a=1' }),
      { kind: 'running', pollUrl: '/op?a=1' },
    ],
    [
      'ARM-8 with a Location alone',
      answer(202, undefined, { location: 'https://h:1/loc' }),
      { kind: 'running', pollUrl: '/loc' },
    ],
    ['ARM-9 that is done', answer(200, state('Succeeded')), { kind: 'done' }],
    ['that has no state', answer(200, { id: 'x' }), { kind: 'done' }],
    ['that goes on without an operation', answer(201, state('Creating')), { kind: 'running', pollUrl: '/r' }],
    [
      'that failed at once',
      answer(201, state('Failed')),
      { kind: 'failed', error: { code: 'Failed', message: 'The operation ended as Failed.' } },
    ],
    [
      'ARM-3 that is refused',
      answer(409, { error: { ...error, additionalInfo: [] } }),
      { kind: 'failed', error },
    ],
    [
      'of something else',
      answer(500, 'oops'),
      { kind: 'failed', error: { code: 'InternalServerError', message: 'The answer was 500.' } },
    ],
    [
      'ARM-30 that is throttled',
      answer(429, undefined, { 'retry-after': '3' }),
      { kind: 'later', retryAfterMs: 3_000 },
    ],
    ['that is not served now', answer(503, undefined, {}), { kind: 'later', retryAfterMs: 1_000 }],
  ])('%s', (_, given, verdict) => {
    expect(putVerdict(given, '/r')).toEqual(verdict);
  });
});

describe('the answer of the URL of an operation', () => {
  it.each([
    ['ARM-7 that runs', answer(200, { status: 'InProgress' }), { kind: 'running', pollUrl: '/op' }],
    ['ARM-7 that succeeded', answer(200, { status: 'Succeeded' }), { kind: 'done' }],
    ['ARM-7 that failed', answer(200, { status: 'Failed', error }), { kind: 'failed', error }],
    [
      'ARM-7 that was cancelled',
      answer(200, { status: 'Canceled' }),
      { kind: 'failed', error: { code: 'Canceled', message: 'The operation ended as Canceled.' } },
    ],
    ['ARM-8 whose Location runs', answer(202), { kind: 'running', pollUrl: '/op' }],
    ['ARM-8 whose Location is done', answer(200), { kind: 'done' }],
    ['of a resource that is being made', answer(200, state('Creating')), { kind: 'running', pollUrl: '/op' }],
    ['of a resource that is gone', answer(404, { error }), { kind: 'failed', error }],
  ])('%s', (_, given, verdict) => {
    expect(pollVerdict(given, '/op')).toEqual(verdict);
  });
});

it('ARM-28 asks this server, whatever name the client knows it by', () => {
  expect(localUrl('https://name.example:8443/a/b?c=d')).toBe('/a/b?c=d');
  expect(localUrl('/a')).toBe('/a');
});

it('ARM-33 writes names into URLs as what they are', () => {
  expect(resourceUrl('/subscriptions/s/resourceGroups/a?b#c/x%2e', '2020-01-01')).toBe(
    '/subscriptions/s/resourceGroups/a%3Fb%23c/x%252e?api-version=2020-01-01',
  );
});
