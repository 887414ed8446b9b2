import { type ArmEnvelope, emulatorResource } from '../emulator-namespace/emulator-resource.js';
import { type ClockMode, type ClockSetting, emulatedNow } from '../operations/emulated-clock.js';

export interface ClockProperties {
  readonly mode: ClockMode;
  /** Emulated seconds in a real one; in `scaled` mode only. */
  readonly factor?: number;
  /** Emulated time as the answer was written, as a date and as milliseconds since 1970. */
  readonly emulatedTime: string;
  readonly emulatedMs: number;
}

export type ClockDocument = ArmEnvelope<ClockProperties>;

export function clockDocument(subscriptionId: string, setting: ClockSetting): ClockDocument {
  const emulatedMs = Math.floor(emulatedNow(setting, Date.now()));
  const { mode, factor } = setting;
  return emulatorResource(subscriptionId, 'clock', 'default', {
    mode,
    ...(mode === 'scaled' ? { factor } : {}),
    emulatedTime: new Date(emulatedMs).toISOString(),
    emulatedMs,
  });
}
