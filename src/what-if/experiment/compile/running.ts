import type { DurationsSpec, LimitsSpec, ThrottlingSpec } from '#libs/what-if';
import type { DurationsDocument, LimitsDocument, ThrottlingDocument } from '../schema/running-schema.js';
import type { Compiling } from './compiling.js';

const MILLION = 1_000_000;
const PERCENTILES = 101;

export function compileLimits(document: LimitsDocument, compiling: Compiling): LimitsSpec {
  const { throttling } = document;
  return {
    workers: document.workers,
    placementMs: document.placement,
    placementAttempts: document.placementAttempts,
    retryAfterMs: document.retryAfter,
    startsPerHost: document.startsPerHost,
    ...(throttling === undefined ? {} : { throttling: compileThrottling(throttling, compiling) }),
  };
}

function compileThrottling(document: ThrottlingDocument, { data }: Compiling): ThrottlingSpec {
  const { available = MILLION, subscriptions, retry } = document;
  const azure = document.from === undefined ? undefined : data().azureBuckets;
  const bucket = (act: 'start' | 'hibernate'): ThrottlingSpec['start'] => {
    const own = document[act];
    if (own !== undefined) return own;
    const { capacity = 1, refillPerMinute = 1 } = azure?.[act] ?? {};
    return { capacity: part(capacity, available), refillPerMinute: part(refillPerMinute, available) };
  };
  return { start: bucket('start'), hibernate: bucket('hibernate'), subscriptions, retry };
}

function part(whole: number, perMillion: number): number {
  return Math.max(1, Math.round((whole * perMillion) / MILLION));
}

/** For VMs whose guests nobody asks about: the lengths of the comparison workload. */
const LINEAR: DurationsSpec = {
  kind: 'linear',
  bootMs: 15_000,
  resume: { fixedMs: 2_000, perGibMs: 150 },
  save: { fixedMs: 1_000, perGibMs: 60 },
};

export function compileDurations(
  document: DurationsDocument | undefined,
  hasGuests: boolean,
  { data, faults }: Compiling,
): DurationsSpec {
  if (document === undefined) return hasGuests ? { kind: 'modelled', noise: data().diskNoise } : LINEAR;
  if (document.kind === 'linear') {
    const { boot, resume, save } = document;
    return {
      kind: 'linear',
      bootMs: boot,
      resume: { fixedMs: resume.fixed, perGibMs: resume.perGib },
      save: { fixedMs: save.fixed, perGibMs: save.perGib },
    };
  }
  if (!hasGuests) faults.add(['durations'], 'must not be modelled without guests: images come from them');
  const none = Array.from({ length: PERCENTILES }, () => 1);
  const noise = document.noise === 'none' ? { steady: none, burstable: none } : data().diskNoise;
  return { kind: 'modelled', noise };
}
