import { setTimeout as delay } from 'node:timers/promises';

/** How deployments are driven in time. */
export interface DeploymentPace {
  /** Waits; ends early, without an error, when the signal is given. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
  /** How long after accepting a resource its service is first asked about it; then twice as long each time. */
  readonly firstPollMs: number;
  readonly longestPollMs: number;
  /** How often a process looks for deployments that nobody drives. */
  readonly sweepMs: number;
  /** How long a deployment stays with a process that does not say that it is alive. */
  readonly leaseSeconds: number;
  readonly renewMs: number;
}

/** `DeploymentPace` of the process. */
export const DEPLOYMENT_PACE = Symbol('DeploymentPace');

export const REAL_PACE: DeploymentPace = {
  pause: async (ms, signal) => {
    await delay(ms, undefined, { signal, ref: false }).catch((error: unknown) => {
      if (!signal.aborted) throw error;
    });
  },
  firstPollMs: 50,
  longestPollMs: 1_000,
  sweepMs: 2_000,
  leaseSeconds: 20,
  renewMs: 5_000,
};
