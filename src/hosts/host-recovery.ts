import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DataSource, type EntityManager } from 'typeorm';
import { recoverVmPipeline } from '#libs/vm-operations';
import { RefusalError } from '../errors/refusal-error.js';
import { BeginVmOperation } from '../operations/begin-vm-operation.js';
import { OperationRelay } from '../operations/operation-relay.js';
import type { Reconciler } from '../operations/reconcilers.js';
import { LOGGER } from '../operations/tokens.js';
import { listHostedVms, listHostsToRecover } from '../persistence/host.repository.js';
import { requireHost } from './load-host.js';

/**
 * What ran on a host that is down is gone: its VMs are taken off it, so that they can start elsewhere. A VM that
 * an operation has is left to that operation; should it still be on the host when the operation has ended, the
 * reconciler finds it.
 */
@Injectable()
export class HostRecovery implements Reconciler {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(BeginVmOperation) private readonly operations: BeginVmOperation,
    @Inject(OperationRelay) private readonly relay: OperationRelay,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Begins to recover every free VM of a host that the caller has locked; the ids of the operations. */
  async recoverIn(sql: EntityManager, hostId: string): Promise<readonly string[]> {
    const operationIds: string[] = [];
    for (const vm of await listHostedVms(sql, hostId)) {
      if (vm.claimedBy !== null) continue;
      try {
        const { operationId } = await this.operations.beginIn(sql, {
          vm,
          pipeline: recoverVmPipeline,
          change: 'recovering',
        });
        operationIds.push(operationId);
      } catch (error) {
        // Taken or gone since the list was read.
        if (!(error instanceof RefusalError)) throw error;
      }
    }
    return operationIds;
  }

  async reconcile(): Promise<void> {
    for (const name of await listHostsToRecover(this.database)) {
      await this.recover(name).catch((error: unknown) => {
        this.logger.warn({ host: name, err: error }, 'VMs of a host that is down could not be recovered');
      });
    }
  }

  private async recover(name: string): Promise<void> {
    const operationIds = await this.database.transaction(async (sql) => {
      const host = await requireHost(sql, name, true);
      return host.state === 'down' ? this.recoverIn(sql, host.id) : [];
    });
    if (operationIds.length > 0) this.relay.kick();
  }
}
