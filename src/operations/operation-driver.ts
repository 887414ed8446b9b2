import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { struckPipeline } from '#libs/platform-faults';
import { driveOperation, foldLog, type OperationHost, type OperationStatus } from '#libs/saga';
import type { Verdict, VmFacts, VmPorts } from '#libs/vm-operations';
import { OperationWorld } from '../emulated-hyperv/operation-world.js';
import {
  AnotherDriverError,
  appendLog,
  endOperation,
  loadForDrive,
  parkOperation,
  type OperationEnd,
  type OperationRecord,
} from '../persistence/operation.repository.js';
import { loadStoredVm, type SizeLookup } from '../persistence/vm-facts.repository.js';
import type { HandlerVerdict } from '../queue/operation-queue.port.js';
import {
  CLOCK_KEY,
  emulatedNow,
  readClock,
  realDelay,
  UNSET_CLOCK,
  type ClockSetting,
} from './emulated-clock.js';
import { OperationLocks } from './operation-locks.js';
import { factsUnder, OperationStrikes } from './operation-strikes.js';
import { pipelineNamed } from './pipelines.js';
import { LOGGER, OPERATION_ENDED, SIZE_LOOKUP, type OperationEnded } from './tokens.js';

/** Takes one operation from wherever its log stands as far as it will go. Any process may call this at any time. */
@Injectable()
export class OperationDriver {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(OperationLocks) private readonly locks: OperationLocks,
    @Inject(SIZE_LOOKUP) private readonly sizes: SizeLookup,
    @Inject(OPERATION_ENDED) private readonly ended: OperationEnded,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async drive(operationId: string): Promise<HandlerVerdict> {
    try {
      const outcome = await this.locks.whileHeld(operationId, () => this.driveLocked(operationId));
      // Somebody else has it; should that somebody die, the sweeper brings the operation back.
      return outcome ?? 'finished';
    } catch (error) {
      if (error instanceof AnotherDriverError) return 'finished';
      throw error;
    }
  }

  private async driveLocked(operationId: string): Promise<HandlerVerdict> {
    const loaded = await loadForDrive<ClockSetting>(this.database, operationId, CLOCK_KEY);
    if (loaded === undefined || loaded.operation.status !== 'running') return 'finished';
    const { operation, log, setting } = loaded;
    const clock = setting ?? UNSET_CLOCK;
    const pipeline = pipelineNamed(operation.pipeline);
    const stored = await loadStoredVm(this.database, this.sizes, operation.vmId, operationId);
    if (stored === undefined) {
      // The last step of a deletion removes the VM; a crash right after it leaves only the end to be recorded.
      return this.end(operation, foldLog(pipeline, log).status, {});
    }
    const effects = operation.effects ?? [];
    const world = new OperationWorld(this.database, factsUnder(stored.facts, effects));
    const struck = struckPipeline(pipeline, effects, new OperationStrikes(this.database, operation));
    const result = await driveOperation(struck, log, this.hostFor(operation, world, clock));
    switch (result.kind) {
      case 'ended':
        return this.end(operation, result.status, result.outputs);
      case 'waiting':
        return this.park(operation, result.untilMs);
      case 'held':
        // Who lets go of it queues it; should that be lost, the sweeper has a look now and then.
        await parkOperation(this.database, operation.id, null);
        return 'waits-for-advance';
    }
  }

  private hostFor(
    operation: OperationRecord,
    world: OperationWorld,
    clock: ClockSetting,
  ): OperationHost<VmFacts, VmPorts> {
    return {
      ports: world,
      append: (records) => appendLog(this.database, operation.id, records),
      loadFacts: (reads) => world.loadFacts(reads),
      nowMs: () => emulatedNow(clock, Date.now()),
      mayJumpTo: () => clock.mode === 'immediate',
      isTransient,
      onUnexpectedError: (step, error) => {
        this.logger.error({ operationId: operation.id, step, err: error }, 'step failed unexpectedly');
      },
    };
  }

  private async park(operation: OperationRecord, untilMs: number): Promise<HandlerVerdict> {
    await parkOperation(this.database, operation.id, untilMs);
    // Read again: an advance between the drive and the note above has not seen this operation wait.
    const delay = realDelay(await readClock(this.database), untilMs, Date.now());
    return delay === undefined ? 'waits-for-advance' : { waitMs: delay };
  }

  private async end(
    operation: OperationRecord,
    status: OperationStatus,
    outputs: Readonly<Record<string, unknown>>,
  ): Promise<HandlerVerdict> {
    const end = endOf(status, outputs);
    await endOperation(this.database, operation.id, end);
    this.logger.info(
      { operationId: operation.id, pipeline: operation.pipeline, status: end.status },
      'ended',
    );
    await this.ended.operationEnded(operation);
    return 'finished';
  }
}

function endOf(status: OperationStatus, outputs: Readonly<Record<string, unknown>>): OperationEnd {
  const verdict = (outputs['record-verdict'] as Verdict | undefined) ?? null;
  switch (status.kind) {
    case 'succeeded':
      return { status: 'succeeded', refusal: null, verdict, provisioningState: 'Succeeded' };
    case 'failed': {
      const { refusal } = status;
      const isCancel = refusal.code === 'operation-cancelled';
      // The VM was put back as it was, so it is as well provisioned as before; only its operation has failed.
      return {
        status: isCancel ? 'canceled' : 'failed',
        refusal,
        verdict,
        provisioningState: isCancel ? 'Succeeded' : 'Failed',
      };
    }
    case 'stuck':
      return { status: 'stuck', refusal: status.refusal ?? null, verdict, provisioningState: 'Failed' };
    case 'ready':
    case 'started':
    case 'unwinding':
      throw new Error(`operation is still ${status.kind}`);
  }
}

/** SQLSTATE classes that say "not now": connection trouble, resources, operator intervention, serialization. */
const TRANSIENT_SQLSTATE = /^(?:08|53|57|40)/;

/** What a lost PostgreSQL looks like from its client; such work is run again rather than undone. */
function isTransient(error: unknown): boolean {
  if (error instanceof AnotherDriverError) return true;
  const code = (error as { code?: unknown }).code;
  if (typeof code === 'string' && (TRANSIENT_SQLSTATE.test(code) || /^E[A-Z]+$/.test(code))) return true;
  return (
    error instanceof Error && /connection terminated|connection ended|not queryable/i.test(error.message)
  );
}
