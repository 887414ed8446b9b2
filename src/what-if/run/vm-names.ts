import { generatedName, type Scenario, type ShardOutcome } from '#libs/what-if';
import { regionFleet } from './shard-input.js';

/** Names, by number in the whole fleet, of the VMs that outcomes give as examples. Throws `RunError`. */
export async function exampleNames(
  scenario: Scenario,
  outcomes: readonly ShardOutcome[],
): Promise<(vm: number) => string> {
  if (scenario.fleet.kind === 'generated') return generatedName;
  const names = new Map<number, string>();
  for (const { region, counted } of outcomes) {
    if (counted.length === 0) continue;
    const { fleet } = await regionFleet(scenario, region);
    for (const { exampleVm } of counted) names.set(exampleVm, fleet.nameOf(exampleVm - fleet.firstVm));
  }
  return (vm) => names.get(vm) ?? String(vm);
}
