import { ERA_A, ERA_B, type Chapter, type Kernel, type LogLine, type Shown } from './outcome-case.js';

/** What the bus of one era logs, waits for and keeps in mind when a channel of the image is not offered (R40, R46). */
export interface EraOfBus {
  readonly era: 'A' | 'B';
  readonly on: readonly Kernel[];
  /** For titles. */
  readonly waits: string;
  readonly log: readonly LogLine[];
  readonly report: { readonly waitMs: number; readonly timedOut: boolean };
  readonly besides: readonly Shown[];
  /** Of a VM without NICs, where nothing but the bus looks back at the resume. */
  readonly nextHibernation: Chapter;
}

export const ERAS: readonly EraOfBus[] = [
  {
    era: 'A',
    on: ERA_A,
    waits: 'the bus waits 10 s',
    log: [{ line: /Some vmbus device is missing after suspending\?/, afterMs: 10_000 }],
    report: { waitMs: 10_000, timedOut: true },
    besides: [
      {
        rule: 'R46',
        phase: 'R2r',
        severity: 'resumed',
        symptom: /Every further hibernation fails with -EBUSY/,
      },
    ],
    nextHibernation: {
      story: ['hibernate'],
      expected: {
        severity: 'hibernate-aborted',
        shows: { rule: 'R46', phase: 'H9', errno: -16, symptom: /previous failed resuming/ },
      },
    },
  },
  {
    era: 'B',
    on: ERA_B,
    waits: 'the bus logs it and goes on',
    log: [{ line: /channel [0-9a-f-]{36}\/[0-9a-f-]{36} not present after resume/, afterMs: 0 }],
    report: { waitMs: 0, timedOut: false },
    besides: [],
    nextHibernation: {
      story: ['hibernate'],
      expected: {
        severity: 'hibernated',
        shows: 'nothing',
        log: [/WARNING: .*vmbus_channel_unmap_relid/],
      },
    },
  },
];

/** The device that was offered in the place of a lost one is taken as added (R43). */
export function newDevice(slot: string): Shown {
  return {
    rule: 'CONSIDER-4',
    phase: 'complete',
    severity: 'resumed',
    slot,
    symptom: /newly added device.*nothing in the guest is configured for it/,
  };
}
