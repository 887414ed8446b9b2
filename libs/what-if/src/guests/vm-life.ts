import type { ExplainedOperation } from '#libs/explanation';
import { hibernateVmPipeline, hibernationRefusals, startVmPipeline } from '#libs/hibernation';
import type { Host, HostGeneration } from '#libs/hosts';
import type { Fault } from '#libs/linux-guest';
import { hostOfGeneration } from '#libs/preflight';
import type { Refusal } from '#libs/refusal';
import { createVmPipeline, type Verdict, type VmFacts, type VmPipeline } from '#libs/vm-operations';
import { factsOfVm, type LifeVm } from './life-facts.js';
import type { ImageTransfer } from './walk/image-transfer.js';
import { walkPipeline, type Walk } from './walk/walk-pipeline.js';

/**
 * `off`: on no host, without memory. `asleep`: on no host, its memory on its disk. `hung`: on its host, but nothing
 * answers any more until it boots afresh.
 */
export type LifePhase = 'off' | 'running' | 'asleep' | 'hung';

export type LifeAct = 'boot' | 'hibernate' | 'resume';

/** When something is done to a VM, and what is staged to go wrong with it for just that long. Emulated time, ms. */
export interface ActTime {
  readonly atMs: number;
  readonly faults?: readonly Fault[];
}

/** The host that a start is to happen on: it has room. */
export interface HostedActTime extends ActTime {
  readonly host: { readonly name: string; readonly generation: HostGeneration };
}

/** What came of an act. */
export interface LivedAct {
  readonly act: LifeAct;
  readonly life: VmLife;
  /** Absent where the platform refused, and for the first boot of a VM, of which there is nothing to tell. */
  readonly verdict?: Verdict;
  /** Why the platform did not even try; then the VM is what it was. */
  readonly refusals: readonly Refusal[];
  /** From the request to the end of the operation, ms of emulated time, the image's transfer included. */
  readonly tookMs: number;
  readonly transfer: ImageTransfer;
  /** Throughput at which an image moves: the least of the caps. */
  readonly bytesPerSecond: number;
  readonly operation: ExplainedOperation;
  /** The VM as it was at the end of the operation, or before a failed one was undone. */
  readonly reached: VmFacts;
}

/**
 * One VM from its first boot on, night after night, as a value: each act leaves it as it is and gives its next life.
 * The pipelines of the live path decide everything, over facts that nobody stores.
 */
export class VmLife {
  private constructor(
    readonly facts: VmFacts,
    readonly phase: LifePhase,
    private readonly acts: number,
  ) {}

  static of(vm: LifeVm): VmLife {
    return new VmLife(factsOfVm(vm), 'off', 0);
  }

  /**
   * The VM boots afresh on this host: the first time because it is created, later as after a plain deallocation,
   * which drops an image (AZURE-28).
   */
  boot(time: HostedActTime): LivedAct {
    if (this.acts === 0) return this.#act('boot', createVmPipeline, this.#onHost(time), time);
    const { partition: _left, disks, vm, ...rest } = this.#onHost(time);
    const dropped: VmFacts = {
      ...rest,
      disks: disks.map(({ image: _dropped, ...disk }) => disk),
      vm: { ...vm, state: { kind: 'deallocated' } },
    };
    return this.#act('boot', startVmPipeline, dropped, time);
  }

  /** Throws `Error` for a VM that does not run: nobody can ask its guest. */
  hibernate(time: ActTime): LivedAct {
    this.#assertPhase('running', 'hibernate');
    return this.#act('hibernate', hibernateVmPipeline, this.facts, time);
  }

  /** Throws `Error` for a VM that does not sleep. */
  resume(time: HostedActTime): LivedAct {
    this.#assertPhase('asleep', 'resume');
    return this.#act('resume', startVmPipeline, this.#onHost(time), time);
  }

  #onHost({ host: { name, generation } }: HostedActTime): VmFacts {
    const host: Host = { ...hostOfGeneration(generation), id: name, name };
    return { ...this.facts, hosts: [host] };
  }

  #act(act: LifeAct, pipeline: VmPipeline, before: VmFacts, { atMs, faults = [] }: ActTime): LivedAct {
    const operationId = `${before.vm.name}, act ${this.acts + 1}`;
    const facts = { ...before, operationId, faults };
    const refusals = act === 'hibernate' ? hibernationRefusals(facts) : [];
    const walk = walkPipeline(pipeline, facts, atMs);
    const { tookMs, transfer, operation, verdict, reached } = walk;
    const phase = this.#phaseAfter(act, walk);
    return {
      act,
      life: new VmLife({ ...walk.facts, faults: [], hosts: [] }, phase, this.acts + 1),
      refusals: refusals.length > 0 || walk.refusal === undefined ? refusals : [walk.refusal],
      tookMs,
      transfer,
      bytesPerSecond: (reached.partition ?? before.partition)?.hardware.imageBytesPerSecond ?? 0,
      operation,
      reached,
      ...(verdict === undefined ? {} : { verdict }),
    };
  }

  #phaseAfter(act: LifeAct, { kind, facts, verdict, refusal }: Walk): LifePhase {
    if (refusal !== undefined) return this.phase;
    const isHung = verdict?.severity === 'hung-or-undefined';
    if (kind === 'succeeded') {
      if (act === 'hibernate') return 'asleep';
      return isHung ? 'hung' : 'running';
    }
    // A fresh kernel that hangs is taken away again: the image still waits.
    if (facts.partition === undefined) return this.phase;
    return isHung ? 'hung' : 'running';
  }

  #assertPhase(phase: LifePhase, act: LifeAct): void {
    if (this.phase === phase) return;
    throw new Error(`VM ${this.facts.vm.name} cannot ${act}: it is ${this.phase}`);
  }
}
