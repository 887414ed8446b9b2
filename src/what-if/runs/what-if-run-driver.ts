import { randomUUID } from 'node:crypto';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { productVersion } from '../../cli/version.js';
import { LOGGER } from '../../operations/tokens.js';
import {
  claimWhatIfRuns,
  endWhatIfRun,
  releaseWhatIfLease,
  renewWhatIfLease,
  restartWhatIfRun,
  type WhatIfLease,
} from '../../persistence/what-if-lease.repository.js';
import {
  findWhatIfRunById,
  type StoredProgress,
  type WhatIfRunRow,
} from '../../persistence/what-if-run.repository.js';
import type { Executor } from '../run/executor.js';
import { RunError } from '../run/run-error.js';
import { type RunPace, WHAT_IF_EXECUTOR, WHAT_IF_PACE } from './run-pace.js';
import { LeaseLost, runScenarios } from './run-scenarios.js';

/** A run uses every thread that the process has for it. */
const RUNS_AT_ONCE = 1;

/** How often a run is taken up without a scenario getting done before it counts as one that breaks its drivers. */
const MOST_ATTEMPTS = 5;

/** How long a run rests after its driver failed. */
const REST_SECONDS = 2;

/**
 * Works on what-if runs that nobody works on, in every worker process, on threads beside its operations. What a dead
 * process leaves is taken up when its lease has run out; scenarios that were done by then stay done.
 */
@Injectable()
export class WhatIfRunDriver implements OnApplicationBootstrap, OnModuleDestroy {
  readonly #owner = randomUUID();
  readonly #version = productVersion();
  readonly #runs = new Set<Promise<void>>();
  readonly #stop = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> | undefined;

  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(WHAT_IF_EXECUTOR) private readonly executor: Executor,
    @Inject(WHAT_IF_PACE) private readonly pace: RunPace,
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

  /** Looks for runs to work on; returns at once. */
  kick(): void {
    if (this.#stop.signal.aborted) return;
    this.#sweeping ??= this.#sweep()
      .catch((error: unknown) => this.logger.warn({ err: error }, 'what-if runs could not be taken on'))
      .finally(() => (this.#sweeping = undefined));
  }

  /** Waits until this process works on nothing. */
  async settled(): Promise<void> {
    while (this.#sweeping !== undefined || this.#runs.size > 0) {
      await Promise.all([this.#sweeping, ...this.#runs]);
    }
  }

  async #sweep(): Promise<void> {
    const limit = RUNS_AT_ONCE - this.#runs.size;
    if (limit <= 0) return;
    const { leaseSeconds } = this.pace;
    const claimed = await claimWhatIfRuns(this.database, { owner: this.#owner, leaseSeconds, limit });
    for (const runId of claimed) {
      const run = this.#drive({ runId, owner: this.#owner }).finally(() => {
        this.#runs.delete(run);
        this.kick();
      });
      this.#runs.add(run);
    }
  }

  async #drive(lease: WhatIfLease): Promise<void> {
    const lost = new AbortController();
    let progress: StoredProgress | undefined;
    const renewing = setInterval(() => void this.#renew(lease, progress, lost), this.pace.renewMs);
    renewing.unref();
    try {
      await this.#run(lease, AbortSignal.any([lost.signal, this.#stop.signal]), (told) => (progress = told));
    } catch (error) {
      await this.#leave(lease, error);
    } finally {
      clearInterval(renewing);
    }
  }

  async #renew(
    lease: WhatIfLease,
    progress: StoredProgress | undefined,
    lost: AbortController,
  ): Promise<void> {
    try {
      const { leaseSeconds } = this.pace;
      if (!(await renewWhatIfLease(this.database, lease, { leaseSeconds, progress }))) lost.abort();
    } catch (error) {
      this.logger.warn({ err: error, runId: lease.runId }, 'a lease could not be renewed');
    }
  }

  async #run(
    lease: WhatIfLease,
    signal: AbortSignal,
    onProgress: (progress: StoredProgress) => void,
  ): Promise<void> {
    const run = await findWhatIfRunById(this.database, lease.runId);
    if (run === undefined) return;
    const { database, executor } = this;
    const version = this.#version;
    if (run.version !== version) {
      await database.transaction((sql) => restartWhatIfRun(sql, lease, version));
    }
    try {
      await runScenarios({ database, executor, lease, version, signal, onProgress });
    } catch (error) {
      if (!this.#isTheRunsFault(error, run)) throw error;
      const message = error instanceof Error ? error.message : String(error);
      this.logger.error({ err: error, runId: lease.runId }, 'a what-if run is given up');
      await endWhatIfRun(database, lease, { code: 'RunFailed', message });
      return;
    }
    if (signal.aborted) throw new LeaseLost();
    await endWhatIfRun(database, lease);
  }

  /** What the executor says of a shard would be said again; anything else is tried again, but not for ever. */
  #isTheRunsFault(error: unknown, { attempts }: WhatIfRunRow): boolean {
    return error instanceof RunError || (!(error instanceof LeaseLost) && attempts >= MOST_ATTEMPTS);
  }

  /** Leaves a run to whoever takes it up next: at once when this process stops, else after a rest. */
  async #leave(lease: WhatIfLease, error: unknown): Promise<void> {
    const isBlameless = error instanceof LeaseLost;
    if (!isBlameless) this.logger.warn({ err: error, runId: lease.runId }, 'a what-if run goes on later');
    const afterSeconds = isBlameless ? 0 : REST_SECONDS;
    await releaseWhatIfLease(this.database, lease, { afterSeconds, isBlameless }).catch((failed: unknown) =>
      this.logger.warn({ err: failed }, 'a lease could not be released'),
    );
  }
}
