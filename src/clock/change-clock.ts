import type { DataSource, EntityManager } from 'typeorm';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import { CLOCK_KEY, type ClockSetting, readClock, writeClock } from '../operations/emulated-clock.js';
import { findDueOperations, wakeParkedOperations } from '../persistence/operation.repository.js';

/** The end of the year 9999: later instants cannot be written as dates. Unit: ms. */
export const LAST_EMULATED_MS = 253_402_300_799_999;

export interface ChangedClock {
  readonly setting: ClockSetting;
  /** Operations to queue: what they wait for may have come. */
  readonly woken: readonly string[];
}

/**
 * Changes the clock that all processes share, one change at a time, together with the operations that it wakes:
 * should this process die before it has queued them, the sweeper finds them due.
 */
export function changeClock(
  database: DataSource,
  change: (
    before: ClockSetting,
    realNowMs: number,
  ) => { setting: ClockSetting; nowMs: number; wakes: 'due' | 'all' },
): Promise<ChangedClock> {
  return database.transaction(async (sql) => {
    const { setting, nowMs, wakes } = change(await lockClock(sql), Date.now());
    if (nowMs > LAST_EMULATED_MS) {
      throw new RefusalError(refusal('invalid-parameter', 'emulated time would leave the year 9999 behind'));
    }
    await writeClock(sql, setting);
    if (wakes === 'all') await wakeParkedOperations(sql, nowMs);
    return { setting, woken: await findDueOperations(sql, nowMs) };
  });
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
