import { createHash } from 'node:crypto';
import type { Scenario } from '#libs/what-if';
import { canonicalJson } from './canonical-json.js';

/** SHA-256 of the canonical JSON of a scenario, in hex: it names the result. */
export function scenarioSha256(scenario: Scenario): string {
  return createHash('sha256').update(canonicalJson(scenario)).digest('hex');
}
