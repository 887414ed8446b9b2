import { describe, expect, it } from 'vitest';
import { ALLOWED_MEMBERS } from './allowed-members.js';
import { ANSWER_CONTRACTS, EXTENSION_CONTRACTS } from './answer-contracts.js';
import type { CheckedAnswer } from './checked-answer.js';
import { contractViolations } from './contract-violations.js';
import { findModel, modelNamed } from './published-models.js';
import {
  G,
  VM,
  OPERATION,
  STATUS_URL,
  TIME,
  headers,
  json,
  accepted,
  DEALLOCATED_DISK,
  PROVISIONED,
  RUNNING,
  DEALLOCATED,
  HIBERNATED,
  vm,
  networkDocument,
  got,
  gotNetwork,
  gotView,
  action,
  poll,
  refused,
  expanded,
  page,
  without,
} from './sample-answers.js';

const SOUND: readonly (readonly [what: string, answer: CheckedAnswer])[] = [
  ['a VM', got(vm())],
  [
    'a path in other casing, with double and trailing slashes',
    got(vm(), { url: `${VM.toUpperCase().replace('/PROVIDERS/', '//PROVIDERS/')}/?api-version=1` }),
  ],
  ['a running view', gotView([PROVISIONED, RUNNING])],
  [
    'a view of a generalized VM',
    gotView(
      [
        PROVISIONED,
        DEALLOCATED,
        { code: 'OSState/generalized', level: 'Info', displayStatus: 'VM generalized' },
      ],
      {},
    ),
  ],
  ['a VM that is hibernated', expanded([PROVISIONED, DEALLOCATED, HIBERNATED], DEALLOCATED_DISK)],
  [
    'a new VM',
    got(vm({ provisioningState: 'Creating' }, { managedDisk: {} }), {
      method: 'PUT',
      status: 201,
      headers: { ...json, ...without(accepted, 'location'), etag: '"1"' },
    }),
  ],
  ['a network', gotNetwork(networkDocument)],
  ['an accepted action', action()],
  ['a deletion of nothing', action({ method: 'DELETE', url: `${VM}?api-version=1`, status: 204, headers })],
  [
    'an operation that runs',
    poll({ startTime: TIME, status: 'InProgress', name: OPERATION }, { 'retry-after': '1' }),
  ],
  ['one that is over', poll({ startTime: TIME, endTime: TIME, status: 'Succeeded', name: OPERATION })],
  [
    'one that failed',
    poll({
      startTime: TIME,
      endTime: TIME,
      status: 'Failed',
      error: { code: 'A', message: 'b' },
      name: OPERATION,
    }),
  ],
  ['a monitor at its end', { ...poll(undefined), url: `${STATUS_URL}&monitor=true`, headers }],
  ['a refusal', refused({ error: { code: 'OperationNotAllowed', message: 'Not now.' } })],
  [
    'a HEAD of a missing group',
    { method: 'HEAD', url: `${G}?api-version=1`, status: 404, headers, body: undefined },
  ],
  ['a page', page(vm())],
  [
    'a route of the emulator',
    got({ anything: null }, { url: `${VM}/providers/Torpor.Emulator/emulation/default`, headers: {} }),
  ],
];

describe('contract of answers', () => {
  it.each(SOUND)('finds nothing wrong with %s', (_, answer) => {
    expect(contractViolations(answer)).toEqual([]);
  });

  it('allows no member that the models have by now', () => {
    const known = Object.keys(ALLOWED_MEMBERS).filter((allowed) => {
      const [className = '', member = ''] = allowed.split('.');
      return (['compute', 'network', 'resources', 'subscriptions'] as const).some((source) => {
        const { modelProperties } = findModel(`${source}.${className}`) ?? {};
        const names = Object.values(modelProperties ?? {}).map(({ serializedName }) => serializedName);
        return names.some((name) => name === member || name === `properties.${member}`);
      });
    });
    expect(known).toEqual([]);
  });

  it('names only models that the SDKs publish', () => {
    const models = [...ANSWER_CONTRACTS, ...EXTENSION_CONTRACTS]
      .flatMap(({ answers }) => Object.values(answers))
      .flatMap((content) =>
        'model' in content ? [content.model] : 'models' in content ? content.models : [],
      );
    expect(models.filter((model) => modelNamed(model).type.modelProperties === undefined)).toEqual([]);
  });
});
