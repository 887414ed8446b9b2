import { Inject, Injectable } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import type { Logger } from 'pino';
import { DataSource, type EntityManager } from 'typeorm';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { CLOCK_KEY, type ClockSetting, readClock, writeClock } from '../operations/emulated-clock.js';
import { LOGGER, OPERATION_QUEUE } from '../operations/tokens.js';
import { findDueOperations, wakeParkedOperations } from '../persistence/operation.repository.js';
import type { OperationQueue } from '../queue/operation-queue.port.js';
import { ClockChangedEvent } from './clock-changed.event.js';

/** The end of the year 9999: later instants cannot be written as dates. Unit: ms. */
export const LAST_EMULATED_MS = 253_402_300_799_999;

export interface NewClock {
  readonly setting: ClockSetting;
  /** `due`: operations whose time has come; `all`: every waiting one, as how long it has to wait has changed. */
  readonly wakes: 'due' | 'all';
}

/**
 * Changes the clock that all processes share, one change at a time, and wakes the operations it concerns. Should
 * this process die before it has queued them, the sweeper finds them due.
 */
@Injectable()
export class EmulatedClockChange {
  constructor(
    @Inject(DataSource) private readonly database: DataSource,
    @Inject(OPERATION_QUEUE) private readonly queue: OperationQueue,
    @Inject(EventBus) private readonly events: EventBus,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Throws what `change` throws, and `RefusalError` invalid-parameter for a time beyond the last date. */
  async make(change: (before: ClockSetting, realNowMs: number) => NewClock): Promise<ClockSetting> {
    const { setting, wakes } = await this.database.transaction(async (sql) => {
      const changed = change(await lockClock(sql), Date.now());
      const { emulatedMs } = changed.setting;
      if (emulatedMs > LAST_EMULATED_MS) {
        throw new RefusalError(refusal('invalid-parameter', 'emulated time would go beyond the year 9999'));
      }
      await writeClock(sql, changed.setting);
      if (changed.wakes === 'all') await wakeParkedOperations(sql, emulatedMs);
      return changed;
    });
    const woken = await this.wake(setting, wakes);
    await this.queue.addMany(woken).catch((error: unknown) => {
      this.logger.warn({ err: error, count: woken.length }, 'operations that are due could not be queued');
    });
    this.events.publish(new ClockChangedEvent());
    return setting;
  }

  /**
   * Looks once more after the change is there for all to see: a driver that began to wait meanwhile has read either
   * the new clock or the old one, and in the latter case its note was there before the change was.
   */
  private async wake({ emulatedMs }: ClockSetting, wakes: NewClock['wakes']): Promise<readonly string[]> {
    if (wakes === 'all') await wakeParkedOperations(this.database, emulatedMs);
    return findDueOperations(this.database, emulatedMs);
  }
}

/** Reads the clock and locks it until the transaction ends; the row is made if there is none yet. */
async function lockClock(sql: EntityManager): Promise<ClockSetting> {
  await sql.query(`insert into emulator_setting (key, value) values ($1, $2) on conflict (key) do nothing`, [
    CLOCK_KEY,
    JSON.stringify(await readClock(sql)),
  ]);
  await sql.query('select 1 from emulator_setting where key = $1 for update', [CLOCK_KEY]);
  return readClock(sql);
}
