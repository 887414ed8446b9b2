import { Worker } from 'node:worker_threads';
import { Injectable } from '@nestjs/common';
import type { Scenario } from '#libs/what-if';
import { RunError } from '../run/run-error.js';
import { type VmStory, vmStory } from '../run/vm-story.js';
import type { StoryReport, StoryRequest } from './story-thread.js';

/** Up to so many VMs a story is told between two requests; more of them would hold up the others. */
const MOST_VMS_AT_HAND = 20_000;

/** Stories told at a time; further ones wait. */
const THREADS = 2;

/** Compiled or not, the thread runs what stands beside this module. */
const ENTRY = new URL(
  import.meta.url.endsWith('.ts') ? './story-thread.ts' : './story-thread.js',
  import.meta.url,
);

/** Tells stories of VMs, which takes running their regions again: on threads where those are large. */
@Injectable()
export class StoryTeller {
  #busy = 0;
  readonly #waiting: (() => void)[] = [];

  /** Throws `RunError`. */
  async tell(scenario: Scenario, vm: string): Promise<VmStory> {
    const { fleet } = scenario;
    if (fleet.kind === 'generated' && fleet.vms <= MOST_VMS_AT_HAND) return vmStory(scenario, vm);
    while (this.#busy >= THREADS) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#busy++;
    try {
      return await toldOnThread({ scenario, vm });
    } finally {
      this.#busy--;
      this.#waiting.shift()?.();
    }
  }
}

async function toldOnThread(request: StoryRequest): Promise<VmStory> {
  const thread = new Worker(ENTRY, { workerData: request });
  try {
    const report = await new Promise<StoryReport>((resolve, reject) => {
      thread.once('message', resolve);
      thread.once('error', reject);
      thread.once('exit', (code) => reject(new Error(`a thread ended with ${code}`)));
    });
    if (report.kind === 'told') return report.story;
    throw new RunError(report.error.kind, report.error.message, report.error.told);
  } finally {
    await thread.terminate();
  }
}
