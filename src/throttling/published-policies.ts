import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BucketLimit, ComputePolicyName, ThrottlePolicies, ThrottlePolicy } from '#libs/throttling';
import { parseCsv, type CsvRow } from '../catalogue/csv.js';
import { packageRootAbove } from '../catalogue/package-root.js';

/** Names of the policies in the data, and in headers. */
const NAMES: Readonly<Record<string, ComputePolicyName>> = {
  put_vm: 'PutVM',
  update_vm: 'UpdateVM',
  delete_vm: 'DeleteVM',
  low_cost_get_vm: 'LowCostGet',
  high_cost_get_vm: 'HighCostGet',
  get_operation: 'GetOperation',
  guest_patch: 'GuestPatch',
};

const HOUR_MINUTES = 60;

/** So many requests an hour for a subscription (ASSUME-39). */
function hourly(capacity: number): ThrottlePolicy {
  return { subscription: { capacity, refillPerMinute: capacity / HOUR_MINUTES } };
}

let loaded: ThrottlePolicies | undefined;

/** The limits that Azure publishes, read from the data of the package at the first call. */
export function publishedPolicies(): ThrottlePolicies {
  loaded ??= readPolicies();
  return loaded;
}

function readPolicies(): ThrottlePolicies {
  const root = packageRootAbove(dirname(fileURLToPath(import.meta.url)));
  const file = 'azure-hibernation/compute-throttling.csv';
  const lines = parseCsv(readFileSync(join(root, 'data', file), 'utf8'), file);
  const compute = Object.fromEntries(lines.map((line) => [nameOf(line), policyOf(line)]));
  return {
    ...(compute as Readonly<Record<ComputePolicyName, ThrottlePolicy>>),
    SubscriptionReads: hourly(12_000),
    SubscriptionWrites: hourly(1_200),
    SubscriptionDeletes: hourly(15_000),
  };
}

function nameOf(line: CsvRow): ComputePolicyName {
  const name = NAMES[line.text('policy')];
  if (name === undefined) throw new Error(`${line.place}: no policy is called ${line.text('policy')}`);
  return name;
}

function policyOf(line: CsvRow): ThrottlePolicy {
  const resource = limitOf(line, 'resource');
  const subscription = limitOf(line, 'subscription');
  return {
    ...(resource === undefined ? {} : { resource }),
    ...(subscription === undefined ? {} : { subscription }),
  };
}

function limitOf(line: CsvRow, scope: 'resource' | 'subscription'): BucketLimit | undefined {
  const capacity = line.optionalNumber(`${scope}_bucket`);
  return capacity === undefined
    ? undefined
    : { capacity, refillPerMinute: line.number(`${scope}_refill_per_min`) };
}
