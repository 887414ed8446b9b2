import { type Fleet, regionsOf, runShard, type Scenario, type ShardOutcome } from '#libs/what-if';
import { RunError } from './run-error.js';
import { regionFates, regionFleet } from './shard-input.js';

/** One VM of a scenario, by where it is. */
export interface FoundVm {
  readonly region: string;
  readonly fleet: Fleet;
  /** In the fleet of the region. */
  readonly index: number;
}

/** What befell one VM of a scenario, and what it was in the midst of. */
export interface WatchedVm extends FoundVm {
  /** With `watched`, every act of the VM. */
  readonly outcome: ShardOutcome;
}

const NUMBER = /^\d{1,10}$/;

/**
 * Runs the region of a VM once more, with that VM watched. `vm` is its name, or its number in the whole fleet. Throws
 * `RunError` where no VM is called so.
 */
export async function watchVm(scenario: Scenario, vm: string): Promise<WatchedVm> {
  const found = await findVm(scenario, vm);
  const { region, fleet, index } = found;
  const fates = regionFates(scenario, fleet);
  const input = { scenario, region, fleet, watch: index, ...(fates === undefined ? {} : { fates }) };
  return { ...found, outcome: runShard(input) };
}

/** Names are looked for before numbers: a listed VM may be called 42. */
async function findVm(scenario: Scenario, vm: string): Promise<FoundVm> {
  const number = NUMBER.test(vm) ? Number(vm) : undefined;
  let byNumber: FoundVm | undefined;
  for (const region of regionsOf(scenario)) {
    const { fleet } = await regionFleet(scenario, region);
    const { firstVm, vms } = fleet;
    for (let index = 0; index < vms; index++) {
      if (fleet.nameOf(index) === vm) return { region, fleet, index };
    }
    if (number !== undefined && number >= firstVm && number < firstVm + vms) {
      byNumber = { region, fleet, index: number - firstVm };
    }
  }
  if (byNumber !== undefined) return byNumber;
  throw new RunError('not-found', `No VM of scenario ${scenario.name} is called ${vm}.`, {
    remedy: 'vms.parquet of the scenario has all names; the report names an example of each cause.',
  });
}
