import type { Host } from '#libs/hosts';
import { runToEnd } from '#libs/saga';
import { aHost, createVmPipeline, InMemoryWorld, type VmBuilder, type VmPipeline } from '#libs/vm-operations';

/**
 * A VM in memory and what is done to it, one operation after another: each with an id of its own, so that
 * what is drawn from the id (fresh GUIDs, boot ids, relids) differs from operation to operation.
 */
export class VmStory {
  #count = 0;

  private constructor(readonly world: InMemoryWorld) {}

  static of(vm: VmBuilder, hosts: readonly Host[] = [aHost('host-a'), aHost('host-b')]): VmStory {
    return new VmStory(new InMemoryWorld({ facts: vm.facts, hosts }));
  }

  static async running(vm: VmBuilder, hosts?: readonly Host[]): Promise<VmStory> {
    const story = VmStory.of(vm, hosts);
    await story.succeeds(createVmPipeline);
    return story;
  }

  async run(pipeline: VmPipeline) {
    this.#count += 1;
    this.world.amend({ operationId: `operation-${this.#count}` });
    return runToEnd(pipeline, this.world);
  }

  async succeeds(pipeline: VmPipeline): Promise<void> {
    const { status } = await this.run(pipeline);
    if (status.kind !== 'succeeded') throw new Error(`${pipeline.name}: ${JSON.stringify(status)}`);
  }

  facts() {
    return this.world.loadFacts([]);
  }

  async partition() {
    const { partition } = await this.facts();
    if (partition === undefined) throw new Error('the VM is on no host');
    return partition;
  }
}
