import { parentPort, workerData } from 'node:worker_threads';
import type { Scenario } from '#libs/what-if';
import { RunError } from '../run/run-error.js';
import { type VmStory, vmStory } from '../run/vm-story.js';

// A thread of `StoryTeller`: importing this module tells one story.

export interface StoryRequest {
  readonly scenario: Scenario;
  readonly vm: string;
}

export type StoryReport =
  | { readonly kind: 'told'; readonly story: VmStory }
  | { readonly kind: 'refused'; readonly error: Pick<RunError, 'kind' | 'message' | 'told'> };

async function tell({ scenario, vm }: StoryRequest): Promise<StoryReport> {
  try {
    return { kind: 'told', story: await vmStory(scenario, vm) };
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    const { kind, message, told } = error;
    return { kind: 'refused', error: { kind, message, told } };
  }
}

if (parentPort !== null) parentPort.postMessage(await tell(workerData as StoryRequest), []);
