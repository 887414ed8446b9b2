import { describe, expect, it } from 'vitest';
import { DATA, issuesOf, scenarioOf, SMALL } from '../testing/an-experiment.js';

const limitsOf = (throttling: string) =>
  scenarioOf(SMALL, { overrides: { 'limits.throttling': throttling } }).limits.throttling;
const durationsOf = (overrides: Readonly<Record<string, string>>) =>
  scenarioOf(SMALL, { overrides }).durations;
const RETRY = { backoff: 'as-told', attempts: 10 };
const UNIFORM = Array.from({ length: 101 }, () => 1);

describe('limits', () => {
  it.each([
    ['azure', { ...DATA.azureBuckets, subscriptions: 1, retry: RETRY }],
    [
      '{from: azure, subscriptions: 2, retry: {backoff: doubling}}',
      {
        ...DATA.azureBuckets,
        subscriptions: 2,
        retry: { backoff: 'doubling', attempts: 10 },
      },
    ],
    [
      '{from: azure, available: 10%, hibernate: {capacity: 9, refillPerMinute: 8}}',
      {
        start: { capacity: 150, refillPerMinute: 50 },
        hibernate: { capacity: 9, refillPerMinute: 8 },
        subscriptions: 1,
        retry: RETRY,
      },
    ],
    ['none', undefined],
  ])('on requests may be %s', (throttling, expected) => {
    expect(limitsOf(throttling)).toEqual(expected);
  });

  it.each([
    ['aws', ['limits.throttling: must be azure, none, or have members']],
    [
      '{start: {capacity: 1, refillPerMinute: 1}}',
      ['limits.throttling.hibernate: is missing; must be a bucket, unless from says azure'],
    ],
    [
      '{available: 10%}',
      [
        'limits.throttling.available: must only stand beside from',
        'limits.throttling.start: is missing; must be a bucket, unless from says azure',
        'limits.throttling.hibernate: is missing; must be a bucket, unless from says azure',
      ],
    ],
  ])('on requests cannot be %s', (throttling, issues) => {
    const found = issuesOf(SMALL, { overrides: { 'limits.throttling': throttling } });
    expect(found).toEqual(issues.map((issue) => `scenario.${issue}`));
  });

  it('have defaults', () => {
    const { limits, placement, seed, days, seriesStepMs } = scenarioOf(SMALL);
    expect({ limits, placement, seed, days, seriesStepMs }).toEqual({
      limits: {
        workers: { kind: 'per-vms', vms: 1_000, atLeast: 1 },
        placementMs: 2_000,
        placementAttempts: 5,
        retryAfterMs: 60_000,
        startsPerHost: 4,
      },
      placement: { order: 'live', strategy: 'pack' },
      seed: 1,
      days: 3,
      seriesStepMs: 300_000,
    });
  });
});

describe('durations', () => {
  it.each([
    [
      'of guests are modelled, with measured noise',
      { policy: 'azure' },
      { kind: 'modelled', noise: DATA.diskNoise },
    ],
    [
      'may be modelled without noise',
      { policy: 'azure', durations: '{noise: none}' },
      {
        kind: 'modelled',
        noise: { steady: UNIFORM, burstable: UNIFORM },
      },
    ],
    [
      'without guests are those of the comparison workload',
      {},
      {
        kind: 'linear',
        bootMs: 15_000,
        resume: { fixedMs: 2_000, perGibMs: 150 },
        save: { fixedMs: 1_000, perGibMs: 60 },
      },
    ],
    [
      'may be given',
      { durations: '{boot: 1s, resume: {fixed: 2s, perGib: 3s}, save: {fixed: 4s, perGib: 0}}' },
      {
        kind: 'linear',
        bootMs: 1_000,
        resume: { fixedMs: 2_000, perGibMs: 3_000 },
        save: { fixedMs: 4_000, perGibMs: 0 },
      },
    ],
  ])('%s', (_, overrides, expected) => {
    expect(durationsOf(overrides as Readonly<Record<string, string>>)).toEqual(expected);
  });

  it('without guests are not modelled', () => {
    expect(issuesOf(SMALL, { overrides: { durations: 'modelled' } })).toEqual([
      'scenario.durations: must not be modelled without guests: images come from them',
    ]);
  });
});

describe('what happens', () => {
  it('is told by faults and events, events in the order of time', () => {
    const overrides = {
      policy: 'azure',
      faults:
        '{torn: {fault: image-write-error, at: hibernate, share: 0.1%}, gone: {fault: device-missing nic 0, at: resume, perMillion: 7}}',
      hostEvents:
        '[{act: retire, at: day 2 03:00, hosts: {type: only, share: 50%}}, {act: fail, at: day 1 04:30, hosts: 1%}, {act: join, at: day 1 04:30, hosts: {cluster: eastus}}]',
    };
    const { faults, hostEvents } = scenarioOf(SMALL, { overrides });
    expect({ faults, hostEvents }).toEqual({
      faults: [
        { name: 'torn', fault: { kind: 'image-write-error' }, at: 'hibernate', perMillion: 1_000 },
        { name: 'gone', fault: { kind: 'device-missing', slot: 'nic 0' }, at: 'resume', perMillion: 7 },
      ],
      hostEvents: [
        { kind: 'fail', atMs: 102_600_000, hosts: { kind: 'share', perMillion: 10_000 } },
        { kind: 'join', atMs: 102_600_000, hosts: { kind: 'cluster', cluster: 'eastus' } },
        { kind: 'retire', atMs: 183_600_000, hosts: { kind: 'type', type: 'only', perMillion: 500_000 } },
      ],
    });
  });

  it.each([
    [
      'hostEvents',
      '[{act: fail, at: day 1 00:00, hosts: {type: other}}]',
      'hostEvents[0].hosts.type: there is no such type',
    ],
    [
      'hostEvents',
      '[{act: fail, at: day 1 00:00, hosts: {cluster: other}}]',
      'hostEvents[0].hosts.cluster: there is no such cluster',
    ],
    [
      'faults',
      '{a: {fault: image-write-error, at: hibernate, share: 1%}}',
      'faults: need guests or policy: the scenario is about VMs without guests',
    ],
    [
      'faults',
      '{a: {fault: image-write-error, at: hibernate}}',
      'faults.a: must have one of share and perMillion',
    ],
    [
      'money',
      '{priceRegion: moon}',
      'money.priceRegion: must be a region of the price table: eastus, westus2, westeurope, northeurope, southeastasia',
    ],
  ])('cannot be %s=%s', (path, value, issue) => {
    expect(issuesOf(SMALL, { overrides: { [path]: value } })).toEqual([`scenario.${issue}`]);
  });
});
