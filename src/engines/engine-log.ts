/** Where engines report what a person may want to know: starts, restarts, warnings. One sentence each. */
export interface EngineLog {
  info(sentence: string): void;
  warn(sentence: string): void;
}

/** Reports nothing. */
export const SILENT_LOG: EngineLog = { info: () => undefined, warn: () => undefined };
