import { type ArmEnvelope, emulatorResource } from '../emulator-namespace/emulator-resource.js';
import { type ClockMode, type ClockSetting, emulatedNow } from '../operations/emulated-clock.js';

export interface ClockProperties {
  readonly mode: ClockMode;
  /** Emulated seconds in a real one; in `scaled` mode only. */
  readonly factor?: number;
  /** Emulated time as the answer was written. */
  readonly now: string;
  readonly nowMs: number;
}

export type ClockDocument = ArmEnvelope<ClockProperties>;

export function clockDocument(subscriptionId: string, setting: ClockSetting): ClockDocument {
  const nowMs = Math.floor(emulatedNow(setting, Date.now()));
  const { mode, factor } = setting;
  return emulatorResource(subscriptionId, 'clock', 'default', {
    mode,
    ...(mode === 'scaled' ? { factor } : {}),
    now: new Date(nowMs).toISOString(),
    nowMs,
  });
}
