import type { Sql } from '../persistence/sql.js';
import { row } from '../persistence/sql.js';

/**
 * How emulated time passes: every wait over at once, a multiple of real time, or by command only.
 * Instants are milliseconds since 1970; emulated time starts as real time.
 */
export type ClockMode = 'immediate' | 'scaled' | 'manual';

export interface ClockSetting {
  readonly mode: ClockMode;
  /** Emulated seconds in a real one, `scaled` only. */
  readonly factor: number;
  /** Emulated time was `emulatedMs` when real time was `realMs`. */
  readonly realMs: number;
  readonly emulatedMs: number;
}

export const CLOCK_KEY = 'clock';

export function emulatedNow(setting: ClockSetting, realNowMs: number): number {
  switch (setting.mode) {
    case 'immediate':
      return Math.max(realNowMs, setting.emulatedMs);
    case 'scaled':
      return setting.emulatedMs + (realNowMs - setting.realMs) * setting.factor;
    case 'manual':
      return setting.emulatedMs;
  }
}

/** Real milliseconds until emulated time reaches `untilMs`; `undefined` when only a command can bring it there. */
export function realDelay(setting: ClockSetting, untilMs: number, realNowMs: number): number | undefined {
  const missing = untilMs - emulatedNow(setting, realNowMs);
  if (missing <= 0 || setting.mode === 'immediate') return 0;
  return setting.mode === 'manual' ? undefined : Math.ceil(missing / setting.factor);
}

/** The clock of a database in which nobody has set one. */
export const UNSET_CLOCK: ClockSetting = { mode: 'immediate', factor: 1, realMs: 0, emulatedMs: 0 };

/** The clock that all processes share, read from the database. */
export async function readClock(sql: Sql): Promise<ClockSetting> {
  const found = await row<{ value: ClockSetting }>(sql, 'select value from emulator_setting where key = $1', [
    CLOCK_KEY,
  ]);
  return found?.value ?? UNSET_CLOCK;
}

export async function writeClock(sql: Sql, setting: ClockSetting): Promise<void> {
  await sql.query(
    `insert into emulator_setting (key, value) values ($1, $2)
     on conflict (key) do update set value = excluded.value`,
    [CLOCK_KEY, JSON.stringify(setting)],
  );
}
