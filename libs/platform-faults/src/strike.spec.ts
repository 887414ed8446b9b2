import { describe, expect, it } from 'vitest';
import { refusal } from '#libs/refusal';
import type { ArmedFault, FaultSpec, OperationSubject, RequestSubject } from './armed-fault.js';
import { operationNameOf } from './armed-fault.js';
import { ARMABLE_KINDS, isArmableKind } from './catalogue.js';
import { afterRetry, guestFaultsOf, type OperationEffect } from './effects.js';
import { canStrike, hits, strikeOperation, strikeRequest, type PipelineShape } from './strike.js';

const HIBERNATE: PipelineShape = {
  name: 'hibernate-vm',
  steps: [
    { name: 'claim-vm', zone: 'compensatable' },
    { name: 'signal-guest', zone: 'compensatable' },
    { name: 'await-s4', zone: 'pivot' },
    { name: 'persist-disks', zone: 'retriable' },
  ],
};
const START: PipelineShape = {
  name: 'start-vm',
  steps: [
    { name: 'claim-vm', zone: 'compensatable' },
    { name: 'place', zone: 'compensatable' },
    { name: 'boot-fresh-kernel', zone: 'compensatable' },
    { name: 'enter-image', zone: 'pivot' },
    { name: 'mark-running', zone: 'retriable' },
  ],
};
const CREATE: PipelineShape = {
  name: 'create-vm',
  steps: [
    { name: 'claim-vm', zone: 'compensatable' },
    { name: 'place', zone: 'compensatable' },
    { name: 'boot-guest', zone: 'compensatable' },
    { name: 'mark-running', zone: 'retriable' },
  ],
};
const RECOVER: PipelineShape = { ...HIBERNATE, name: 'recover-vm' };

const VM = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/vm';
const running: OperationSubject = {
  pipeline: 'hibernate-vm',
  vmId: VM,
  groupName: 'g',
  sizeName: 'Standard_D2s_v5',
  hostName: 'host-a',
  isHibernated: false,
};
const { hostName: _none, ...atRest } = running;
const hibernated: OperationSubject = { ...atRest, pipeline: 'start-vm', isHibernated: true };
const deallocated: OperationSubject = { ...atRest, pipeline: 'start-vm' };

function armed(kind: string, spec: Partial<FaultSpec> = {}, fault: Partial<ArmedFault> = {}): ArmedFault {
  if (!isArmableKind(kind)) throw new Error(`no kind ${kind}`);
  const whole = { kind, target: {}, times: 1, seed: 0, parameters: {}, ...spec };
  return { id: `id of ${kind}`, name: kind, spec: whole, remaining: 1, draws: 0, ...fault };
}

const effectsOf = (faults: readonly ArmedFault[], subject: OperationSubject, pipeline: PipelineShape) =>
  strikeOperation(faults, subject, pipeline).map(({ effect }) => effect);

describe('strikeOperation', () => {
  const origin = (kind: string) => ({ faultId: `id of ${kind}`, faultName: kind });
  const because = (kind: string) => `fault ${kind} was armed for it`;
  const fails = (
    kind: string,
    step: string,
    ...[code, rule]: [Parameters<typeof refusal>[0], 'AZURE-30']
  ) => ({
    ...origin(kind),
    kind: 'fails',
    step,
    moment: 'before',
    refusal: refusal(code, because(kind), { rule }),
  });

  it.each<[string, Partial<FaultSpec>, OperationSubject, PipelineShape, object]>([
    [
      'allocation-failed',
      {},
      deallocated,
      START,
      fails('allocation-failed', 'place', 'no-capacity', 'AZURE-30'),
    ],
    [
      'hibernate-failed',
      { parameters: { message: 'as told' } },
      running,
      HIBERNATE,
      {
        ...origin('hibernate-failed'),
        kind: 'fails',
        step: 'await-s4',
        moment: 'before',
        refusal: refusal('hibernation-failed', 'as told'),
      },
    ],
    [
      'internal-operation-error',
      { parameters: { step: 'place', moment: 'after' } },
      deallocated,
      START,
      {
        ...origin('internal-operation-error'),
        kind: 'fails',
        step: 'place',
        moment: 'after',
        refusal: refusal('fault-injected', because('internal-operation-error')),
      },
    ],
    ['slow-operation', {}, running, HIBERNATE, { kind: 'takes-longer', step: 'claim-vm', delayMs: 60_000 }],
    [
      'stuck-operation',
      { parameters: { step: 'await-s4' } },
      running,
      HIBERNATE,
      { kind: 'holds', step: 'await-s4' },
    ],
    ['host-failure', {}, running, HIBERNATE, { kind: 'host-fails', step: 'signal-guest' }],
    ['host-failure', {}, hibernated, START, { kind: 'host-fails', step: 'boot-fresh-kernel' }],
    ['extension-failed', {}, hibernated, START, { kind: 'extension-fails', step: 'mark-running' }],
    [
      'lost-operation-status',
      { parameters: { status: '503', polls: 2 } },
      running,
      HIBERNATE,
      { kind: 'status-lost', polls: 2, refusal: { code: 'status-unavailable' } },
    ],
    ['lost-operation-status', {}, running, HIBERNATE, { polls: 3, refusal: { code: 'operation-not-found' } }],
    [
      'lost-operation-status',
      { parameters: { status: '500' } },
      running,
      HIBERNATE,
      { polls: 3, refusal: { code: 'server-error' } },
    ],
    [
      'guest:device-missing',
      { parameters: { slot: 'nic 0' } },
      hibernated,
      START,
      { kind: 'guest-fault', fault: { kind: 'device-missing', slot: 'nic 0' } },
    ],
    ['guest:vcpus', { parameters: { value: 2 } }, hibernated, START, { fault: { kind: 'vcpus', value: 2 } }],
  ])('ASSUME-38 TORPOR-25 %s %j', (kind, spec, subject, pipeline, effect) => {
    expect(effectsOf([armed(kind, spec)], subject, pipeline)).toMatchObject([effect]);
  });

  it.each<[string, string, OperationSubject, PipelineShape, string | undefined]>([
    [
      'a VM that keeps its host is not placed',
      'allocation-failed',
      { ...running, pipeline: 'start-vm' },
      START,
      undefined,
    ],
    ['a VM without an image is not resumed', 'overconstrained-resume', deallocated, START, undefined],
    ['a hibernated VM is', 'overconstrained-resume', hibernated, START, 'fails'],
    ['a start does not hibernate', 'hibernate-failed', hibernated, START, undefined],
    [
      'a VM on no host has none to lose',
      'disk-detach-failure',
      { ...hibernated, pipeline: 'hibernate-vm' },
      HIBERNATE,
      undefined,
    ],
    [
      'a creation has no pivot: its last step that can be undone',
      'internal-operation-error',
      { ...deallocated, pipeline: 'create-vm' },
      CREATE,
      'fails',
    ],
    [
      'work of the platform is left alone',
      'slow-operation',
      { ...running, pipeline: 'recover-vm' },
      RECOVER,
      undefined,
    ],
    ['a request is no operation', 'too-many-requests', running, HIBERNATE, undefined],
  ])('%s', (_what, kind, subject, pipeline, effect) => {
    expect(effectsOf([armed(kind)], subject, pipeline)[0]?.kind).toBe(effect);
  });

  it.each<[FaultSpec['target'], boolean]>([
    [{}, true],
    [{ vm: VM.toUpperCase() }, true],
    [{ vm: `${VM}2` }, false],
    [{ group: 'G' }, true],
    [{ group: 'other' }, false],
    [{ host: 'Host-A' }, true],
    [{ host: 'host-b' }, false],
    [{ size: 'standard_d2s_V5' }, true],
    [{ size: 'Standard_D4s_v5' }, false],
    [{ group: 'g', host: 'host-b' }, false],
    [{ vm: VM, group: 'g', host: 'host-a', size: 'Standard_D2s_v5' }, true],
  ])('target %j: %s', (target, isStruck) => {
    expect(strikeOperation([armed('slow-operation', { target })], running, HIBERNATE).length).toBe(
      isStruck ? 1 : 0,
    );
    expect(
      strikeOperation([armed('slow-operation', { target: { host: 'host-a' } })], atRest, HIBERNATE),
    ).toEqual([]);
  });

  it('strikes operations that are named, also those it would leave alone', () => {
    const faults = [armed('slow-operation', { operations: ['recover'] })];
    expect(effectsOf(faults, { ...running, pipeline: 'recover-vm' }, RECOVER)).toHaveLength(1);
    expect(effectsOf(faults, running, HIBERNATE)).toEqual([]);
  });

  it('lets only the first of several make it fail, and counts no chance of the others', () => {
    const faults = ['slow-operation', 'hibernate-failed', 'internal-operation-error', 'host-failure'].map(
      (kind) => armed(kind),
    );
    expect(strikeOperation(faults, running, HIBERNATE).map(({ fault }) => fault.name)).toEqual([
      'slow-operation',
      'hibernate-failed',
    ]);
  });

  it('reports a chance that missed without an effect', () => {
    const missed = armed('hibernate-failed', { probability: 0.000_001 });
    const next = armed('internal-operation-error');
    expect(strikeOperation([missed, next], running, HIBERNATE)).toEqual([
      { fault: missed },
      { fault: next, effect: expect.objectContaining({ kind: 'fails' }) },
    ]);
  });
});

describe('strikeRequest', () => {
  const subject: RequestSubject = { operations: ['post', 'start'], groupName: 'g', vmId: VM };

  it.each<[string, Partial<FaultSpec>, object]>([
    [
      'too-many-requests',
      { parameters: { retryAfterSeconds: 9 } },
      { kind: 'answers', retryAfterSeconds: 9, refusal: { code: 'too-many-requests', rule: 'ARM-30' } },
    ],
    [
      'service-unavailable',
      {},
      { kind: 'answers', retryAfterSeconds: 5, refusal: { code: 'service-unavailable' } },
    ],
    ['internal-server-error', {}, { kind: 'answers', refusal: { code: 'server-error' } }],
    ['connection-reset', {}, { kind: 'breaks-connection', moment: 'before' }],
    ['connection-reset', { parameters: { moment: 'after' } }, { kind: 'breaks-connection', moment: 'after' }],
  ])('TORPOR-25 %s %j', (kind, spec, effect) => {
    expect(strikeRequest([armed(kind, spec)], subject)).toMatchObject([{ effect }]);
  });

  it.each<[Partial<FaultSpec>, boolean]>([
    [{}, true],
    [{ operations: ['start'] }, true],
    [{ operations: ['hibernate', 'post'] }, true],
    [{ operations: ['hibernate'] }, false],
    [{ target: { vm: VM } }, true],
    [{ target: { group: 'other' } }, false],
  ])('%j: %s', (spec, isStruck) => {
    expect(strikeRequest([armed('too-many-requests', spec)], subject).length).toBe(isStruck ? 1 : 0);
    expect(
      strikeRequest([armed('too-many-requests', { target: { vm: VM } })], { operations: ['get'] }),
    ).toEqual([]);
  });

  it('is struck once, by the first whose chance hits', () => {
    const faults = [
      armed('too-many-requests', { probability: 0.000_001 }),
      armed('service-unavailable'),
      armed('internal-server-error'),
    ];
    expect(
      strikeRequest(faults, subject).map(({ fault, effect }) => [fault.name, effect !== undefined]),
    ).toEqual([
      ['too-many-requests', false],
      ['service-unavailable', true],
    ]);
  });
});

describe('chances', () => {
  const sequence = (seed: number, probability: number) =>
    Array.from({ length: 2_000 }, (_, draws) =>
      hits({ ...armed('slow-operation', { seed, probability }), draws }),
    );

  it('TORPOR-12 are the same for the same seed, and others for another', () => {
    expect(sequence(7, 0.3)).toEqual(sequence(7, 0.3));
    expect(sequence(7, 0.3)).not.toEqual(sequence(8, 0.3));
  });

  it.each([0.05, 0.3, 0.9])('hit about as often as they should: %d', (probability) => {
    const rate = sequence(1, probability).filter(Boolean).length / 2_000;
    expect(Math.abs(rate - probability)).toBeLessThan(0.05);
  });

  it('hit always where there is none or it is 1', () => {
    expect(sequence(3, 1).every(Boolean)).toBe(true);
    expect(hits(armed('slow-operation'))).toBe(true);
  });
});

describe('kinds', () => {
  it('can be armed for some operation, or strike requests', () => {
    const idle = ARMABLE_KINDS.filter(
      (kind) => ![HIBERNATE, START, CREATE].some((pipeline) => canStrike(kind, pipeline)),
    );
    expect(idle).toEqual([
      'too-many-requests',
      'service-unavailable',
      'internal-server-error',
      'connection-reset',
    ]);
  });

  it.each([
    ['hibernate-vm', 'hibernate'],
    ['power-off-vm', 'powerOff'],
    ['self-hibernate-vm', 'selfHibernate'],
    ['install-extension', 'installExtension'],
  ])('operation %s is called %s', (pipeline, name) => {
    expect(operationNameOf(pipeline)).toBe(name);
  });
});

describe('effects', () => {
  const origin = { faultId: 'i', faultName: 'n' };
  const fails: OperationEffect = {
    ...origin,
    kind: 'fails',
    step: 'place',
    moment: 'before',
    refusal: refusal('no-capacity', 'no'),
  };
  const slow: OperationEffect = { ...origin, kind: 'takes-longer', step: 'place', delayMs: 1 };
  const guest: OperationEffect = { ...origin, kind: 'guest-fault', fault: { kind: 'noresume' } };

  it('TORPOR-8 after a retry what made the operation fail is over', () => {
    expect(afterRetry([slow, fails])).toEqual([slow, { ...fails, isOver: true }]);
  });

  it('add faults of the guest', () => {
    expect(guestFaultsOf([slow, guest])).toEqual([{ kind: 'noresume' }]);
  });
});
