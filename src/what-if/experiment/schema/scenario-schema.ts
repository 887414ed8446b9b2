import type { z } from 'zod';
import type { Faults } from '../compile/compiling.js';
import type { SectionCache } from '../compile/section-cache.js';
import { valueAt, withoutMember, type Tree, type TreeMembers } from '../document/tree.js';
import { clustersSchema, type ClustersDocument } from './clusters-schema.js';
import { fleetSchema, type FleetDocument } from './fleet-schema.js';
import { guestsSchema, moneySchema, type GuestsDocument, type MoneyDocument } from './guests-schema.js';
import {
  faultsDocument,
  hostEventsDocument,
  type FaultsDocument,
  type HostEventsDocument,
} from './happening-schema.js';
import { MAX_DAYS, Problem, readBy, readDuration, whole } from './quantities.js';
import {
  durationsSchema,
  limitsSchema,
  placementSchema,
  type DurationsDocument,
  type LimitsDocument,
  type PlacementDocument,
} from './running-schema.js';
import { scheduleSchema, type ScheduleDocument } from './schedule-schema.js';

const MAX_SEED = 0xffff_ffff;
const DEFAULT_SEED = 1;
const DEFAULT_DAYS = 3;
const DEFAULT_STEP_MS = 300_000;
/** Shorter rows would be more than anybody plots. */
const LEAST_STEP_MS = 10_000;

const NOTHING_SAID: TreeMembers = {};

/** Members of a scenario; each is checked by itself, so that one fault hides no other. */
export const SCENARIO_MEMBERS = [
  'seed',
  'days',
  'seriesStep',
  'fleet',
  'clusters',
  'schedule',
  'policy',
  'guests',
  'placement',
  'limits',
  'durations',
  'faults',
  'hostEvents',
  'money',
] as const;
export type ScenarioMember = (typeof SCENARIO_MEMBERS)[number];

export function isScenarioMember(name: unknown): name is ScenarioMember {
  return SCENARIO_MEMBERS.some((member) => member === name);
}

/** Sections of a scenario; `undefined` where they are absent or faulty. */
export interface ParsedScenario {
  readonly seed: number | undefined;
  readonly days: number | undefined;
  readonly seriesStep: number | undefined;
  readonly fleet: FleetDocument | undefined;
  readonly clusters: ClustersDocument | undefined;
  readonly schedule: ScheduleDocument | undefined;
  readonly policy: Tree | undefined;
  readonly guests: { readonly isGiven: boolean; readonly document: GuestsDocument | undefined };
  readonly placement: PlacementDocument | undefined;
  readonly limits: LimitsDocument | undefined;
  readonly durations: DurationsDocument | undefined;
  readonly faults: FaultsDocument | undefined;
  readonly hostEvents: HostEventsDocument | undefined;
  readonly money: MoneyDocument | undefined;
}

/** `none`: 0, no time series and nothing by night, for the sake of speed. */
const step = readBy((input) => {
  if (input === 'none') return 0;
  const ms = readDuration(input);
  return ms instanceof Problem || ms < LEAST_STEP_MS
    ? new Problem('must be none, or a duration of at least 10s')
    : ms;
});

export function parseScenario(document: TreeMembers, faults: Faults, cache: SectionCache): ParsedScenario {
  for (const name of Object.keys(document)) {
    if (!isScenarioMember(name)) faults.add([name], 'there is no such member');
  }
  const section = <Value>(
    name: ScenarioMember,
    schema: z.ZodType<Value>,
    otherwise?: Tree,
  ): Value | undefined => {
    const input = document[name] ?? otherwise;
    return cache.get(`parse ${name}`, [input], faults, (own) => parseSection(input, name, schema, own));
  };
  /** An empty section is none. */
  const isGiven = (name: ScenarioMember): boolean => (document[name] ?? undefined) !== undefined;
  const optional = <Value>(name: ScenarioMember, schema: z.ZodType<Value>): Value | undefined =>
    isGiven(name) ? section(name, schema) : undefined;
  return {
    seed: section('seed', whole(0, MAX_SEED), DEFAULT_SEED),
    days: section('days', whole(1, MAX_DAYS), DEFAULT_DAYS),
    seriesStep: isGiven('seriesStep') ? section('seriesStep', step) : DEFAULT_STEP_MS,
    fleet: section('fleet', fleetSchema),
    clusters: section('clusters', clustersSchema),
    schedule: section('schedule', scheduleSchema),
    policy: document['policy'] ?? undefined,
    guests: { isGiven: isGiven('guests'), document: optional('guests', guestsSchema) },
    placement: section('placement', placementSchema, NOTHING_SAID),
    limits: section('limits', limitsSchema, NOTHING_SAID),
    durations: optional('durations', durationsSchema),
    faults: optional('faults', faultsDocument),
    hostEvents: optional('hostEvents', hostEventsDocument),
    money: optional('money', moneySchema),
  };
}

/** A section, or its faults with their paths. Members that do not exist are faults and do not hide others. */
function parseSection<Value>(
  input: Tree | undefined,
  name: string,
  schema: z.ZodType<Value>,
  faults: Faults,
): Value | undefined {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  let known = input;
  for (const issue of parsed.error.issues) {
    const inside = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
    const path = [name, ...inside];
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) {
        faults.add([...path, key], 'there is no such member');
        known = known === undefined ? undefined : withoutMember(known, [...inside, key]);
      }
      continue;
    }
    const isMissing = input === undefined || valueAt(input, inside) === undefined;
    const message = issue.message.replace(/^Invalid \w+: /, '');
    faults.add(path, isMissing && !message.startsWith('is missing') ? `is missing; ${message}` : message);
  }
  return known === input ? undefined : parseSection(known, name, schema, faults);
}
