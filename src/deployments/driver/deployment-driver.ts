import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { OwnRequests } from '../../arm/own-requests.js';
import { RefusalError } from '../../errors/refusal-error.js';
import { LOGGER } from '../../operations/tokens.js';
import {
  claimDeployments,
  type DeploymentLease,
  endDeployment,
  findDeploymentById,
  releaseLease,
  renewLease,
} from '../../persistence/deployment.repository.js';
import { DEPLOYMENT_PACE, type DeploymentPace } from './deployment-pace.js';
import { DeploymentRun, RunStopped, unplannable } from './deployment-run.js';

/** Deployments that one look takes on. A nested deployment is waited for by another one, so there is no limit in all. */
const CLAIMED_AT_ONCE = 50;

/** How often a deployment is taken up anew before it counts as one that breaks its drivers. */
const MOST_ATTEMPTS = 50;

/** How long a deployment rests after its driver failed. */
const REST_SECONDS = 5;

/**
 * Takes on deployments that nobody drives, in every process that serves the API: their resources are put through
 * the process's own routes. Any number of processes may do so; what a dead one leaves is taken on when its lease
 * has run out.
 */
@Injectable()
export class DeploymentDriver implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #owner = randomUUID();
  readonly #runs = new Map<string, Promise<void>>();
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> | undefined;
  #again = false;

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(OwnRequests) private readonly requests: OwnRequests,
    @Inject(DEPLOYMENT_PACE) private readonly pace: DeploymentPace,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => this.kick(), this.pace.sweepMs);
    this.#timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    this.#stop.abort();
    await this.settled();
  }

  /** Looks for deployments to take on; returns at once. */
  kick(): void {
    this.#again = true;
    this.#sweeping ??= this.#sweep()
      .catch((error: unknown) => this.logger.warn({ err: error }, 'deployments could not be taken on'))
      .finally(() => {
        this.#sweeping = undefined;
        if (this.#again) this.kick();
      });
  }

  /** Waits until this process drives nothing. */
  async settled(): Promise<void> {
    while (this.#sweeping !== undefined || this.#runs.size > 0) {
      await Promise.all([this.#sweeping, ...this.#runs.values()]);
    }
  }

  async #sweep(): Promise<void> {
    while (this.#again && !this.#stop.signal.aborted) {
      this.#again = false;
      const { leaseSeconds } = this.pace;
      const scope = { owner: this.#owner, leaseSeconds, limit: CLAIMED_AT_ONCE };
      for (const deploymentId of await claimDeployments(this.database, scope)) {
        const lease = { deploymentId, owner: this.#owner };
        const run = this.#drive(lease).finally(() => this.#runs.delete(deploymentId));
        this.#runs.set(deploymentId, run);
      }
    }
    this.#again = false;
  }

  async #drive(lease: DeploymentLease): Promise<void> {
    const lost = new AbortController();
    const renewing = setInterval(() => void this.#renew(lease, lost), this.pace.renewMs);
    renewing.unref();
    try {
      await this.#run(lease, AbortSignal.any([lost.signal, this.#stop.signal]));
    } catch (error) {
      await this.#leave(lease, error);
    } finally {
      clearInterval(renewing);
    }
  }

  async #renew(lease: DeploymentLease, lost: AbortController): Promise<void> {
    try {
      if (!(await renewLease(this.database, lease, this.pace.leaseSeconds))) lost.abort();
    } catch (error) {
      this.logger.warn({ err: error, deploymentId: lease.deploymentId }, 'a lease could not be renewed');
    }
  }

  async #run(lease: DeploymentLease, signal: AbortSignal): Promise<void> {
    const deployment = await findDeploymentById(this.database, lease.deploymentId);
    if (deployment === undefined) return;
    const { database, requests, pace } = this;
    try {
      await new DeploymentRun(deployment, lease, { database, requests, pace, signal }).drive();
    } catch (error) {
      if (error instanceof RefusalError) await endDeployment(database, lease, unplannable(error));
      else if (error instanceof RunStopped || deployment.attempts < MOST_ATTEMPTS) throw error;
      else await this.#giveUp(lease, error);
    }
  }

  async #giveUp(lease: DeploymentLease, error: unknown): Promise<void> {
    this.logger.error({ err: error, deploymentId: lease.deploymentId }, 'a deployment is given up');
    const message = `The deployment could not be driven to its end; the log has it under ${lease.deploymentId}.`;
    await endDeployment(this.database, lease, {
      status: 'Failed',
      error: { code: 'InternalServerError', message },
    });
  }

  /** Leaves a deployment to whoever takes it on next: at once when this process stops, else after a rest. */
  async #leave(lease: DeploymentLease, error: unknown): Promise<void> {
    const isStopped = error instanceof RunStopped;
    if (!isStopped) {
      this.logger.warn({ err: error, deploymentId: lease.deploymentId }, 'a deployment goes on later');
    }
    await releaseLease(this.database, lease, isStopped ? 0 : REST_SECONDS).catch((failed: unknown) =>
      this.logger.warn({ err: failed }, 'a lease could not be released'),
    );
  }
}
