import { readFileSync } from 'node:fs';
import type { Observed, ObservedPhase, Scenario } from '#libs/linux-guest';

export interface GoldenRecord {
  readonly id: string;
  readonly scenario: Scenario;
  readonly observed: Observed;
  /** What came out otherwise from 6.14 on; `null`: the phase no longer takes place. */
  readonly since_6_14?: Readonly<Record<string, ObservedPhase | null>>;
}

export const GOLDEN_FILES = ['named.jsonl', 'random-valid.jsonl', 'random-adversarial.jsonl'] as const;

/** The lines of one file of golden vectors. */
export function goldenLines(file: (typeof GOLDEN_FILES)[number]): readonly string[] {
  const path = new URL(`../../../test/fixtures/vmbus-resume/${file}`, import.meta.url);
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

/** A small record that hibernates and comes back. */
export const SMALL_RECORD = {
  id: 'small',
  scenario: {
    devices: [
      ['nic', '000d3a71-81be-000d-3a71-81be000d3a71'],
      ['kvp', '242ff919-07db-4180-9c2e-b86cb68c8c55'],
    ],
    boot: { offers: [offer(0, 1), offer(1, 2)] },
    restore: { offers: [offer(1, 1), offer(0, 2)] },
  },
} as const;

export function offer(device: number, relid: number): readonly number[] {
  return [device, relid, 0, 0, 1, 65_536 + relid, 0, 0, 0, 0];
}
