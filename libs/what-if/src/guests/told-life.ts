import {
  devicesForeseen,
  explain,
  neededByImage,
  pinningOfReport,
  type Explanation,
  type ExplanationInput,
  type PinListInput,
} from '#libs/explanation';
import type { HostGeneration } from '#libs/hosts';
import type { Fault } from '#libs/linux-guest';
import type { Refusal } from '#libs/refusal';
import { osDiskOf, slotsOf, type Verdict } from '#libs/vm-operations';
import type { Guid } from '#libs/vmbus';
import { fateOf, type Fate } from './fate.js';
import type { LifeVm } from './life-facts.js';
import { VmLife, type ActTime, type HostedActTime, type LifeAct, type LivedAct } from './vm-life.js';

/** One act of a run, as far as it came to the guest: starts that found no host are none. */
export type HistoryAct =
  | { readonly kind: 'hibernate'; readonly atMs: number; readonly faults?: readonly Fault[] }
  | {
      readonly kind: 'boot' | 'resume';
      readonly atMs: number;
      readonly host: { readonly name: string; readonly generation: HostGeneration };
      readonly faults?: readonly Fault[];
    };

/** What came of one act, and why. */
export interface ToldAct {
  readonly act: LifeAct;
  readonly atMs: number;
  /** Name of the host that the VM is on in the act. */
  readonly host: string;
  /** Emulated time that the operation takes, an image at its nominal speed included, ms. */
  readonly tookMs: number;
  /** As a fleet counts it; absent for a boot. */
  readonly fate?: Fate;
  /** Absent where the platform refused, and for a first boot: then there is no explanation either. */
  readonly verdict?: Verdict;
  readonly explanation?: Explanation;
  readonly refusals: readonly Refusal[];
}

/**
 * The whole story of one VM: its acts once more, through the pipelines of the live path, each with the verdict that
 * the VM would have there and an explanation of it. `resourceGroup`: for commands as they are printed. Throws `Error`
 * for an act that the one before leaves no room for, such as the hibernation of a VM that hangs.
 */
export function tellLife(
  vm: LifeVm,
  history: readonly HistoryAct[],
  { resourceGroup = 'what-if' }: { readonly resourceGroup?: string } = {},
): readonly ToldAct[] {
  let life = VmLife.of(vm);
  let host = '';
  return history.map((act) => {
    const from = host;
    if (act.kind !== 'hibernate') host = act.host.name;
    const lived = livedOf(life, act);
    life = lived.life;
    const { verdict, refusals, tookMs } = lived;
    return {
      act: act.kind,
      atMs: act.atMs,
      host,
      tookMs,
      refusals,
      ...(act.kind === 'boot' ? {} : { fate: fateOf(lived) }),
      ...(verdict === undefined ? {} : { verdict }),
      ...(verdict === undefined
        ? {}
        : { explanation: explain(explanationInput({ vm, resourceGroup, from, to: host }, lived, verdict)) }),
    };
  });
}

function livedOf(life: VmLife, act: HistoryAct): LivedAct {
  switch (act.kind) {
    case 'boot':
      return life.boot(act satisfies HostedActTime);
    case 'hibernate':
      return life.hibernate(act satisfies ActTime);
    case 'resume':
      return life.resume(act satisfies HostedActTime);
    default:
      return assertNever(act);
  }
}

interface Surroundings {
  readonly vm: LifeVm;
  readonly resourceGroup: string;
  readonly from: string;
  readonly to: string;
}

function explanationInput(
  { vm: { name, make, policy }, resourceGroup, from, to }: Surroundings,
  lived: LivedAct,
  verdict: Verdict,
): ExplanationInput {
  const { act, reached, operation } = lived;
  const pinning = pinningOf(lived, verdict);
  return {
    vm: { name, resourceGroup },
    verdict,
    policy,
    hosts: act === 'hibernate' ? { from: to } : { ...(from === '' ? {} : { from }), to },
    operation,
    hibernatedBy: 'host',
    memoryMib: make.size.memoryMib,
    offeredClasses: Object.fromEntries(
      (reached.partition?.hardware.devices ?? []).map(({ instanceGuid, classGuid }) => [
        instanceGuid,
        classGuid,
      ]),
    ) as Record<Guid, Guid>,
    ...(pinning === undefined ? {} : { pinning }),
  };
}

/** Of a resume, what it met; of a hibernation, what the image will meet. */
function pinningOf({ life, reached }: LivedAct, { report }: Verdict): PinListInput | undefined {
  if (report !== undefined) {
    const { guest, hardware } = reached.partition ?? {};
    return pinningOfReport(report, {
      ...(guest === undefined ? {} : { guest }),
      ...(hardware === undefined ? {} : { devices: hardware.devices }),
    });
  }
  const { facts } = life;
  const { image } = osDiskOf(facts);
  if (image === undefined) return undefined;
  const present = devicesForeseen(facts.policy, slotsOf(facts), facts.vm.keptGuids);
  return { needed: neededByImage(image), present };
}

function assertNever(value: never): never {
  throw new Error(`unexpected act ${JSON.stringify(value)}`);
}
