/** A line of the guest's kernel log as a person would see it on the console. */
export interface KernelLogLine {
  /** Since the step began, or since the whole story began where lines of several steps are joined. Unit: ms. */
  readonly atMs: number;
  readonly level: 'error' | 'warning' | 'info';
  /** With the subsystem in front: `hv_vmbus: ...`. */
  readonly text: string;
}

/** Lines as one step logs them, and the time that passes in it. */
export class KernelLog {
  readonly #lines: KernelLogLine[] = [];
  #nowMs = 0;

  get nowMs(): number {
    return this.#nowMs;
  }

  get lines(): readonly KernelLogLine[] {
    return this.#lines;
  }

  /** Lets emulated time pass. */
  pass(ms: number): void {
    this.#nowMs += ms;
  }

  error(text: string): void {
    this.#add('error', text);
  }

  warning(text: string): void {
    this.#add('warning', text);
  }

  info(text: string): void {
    this.#add('info', text);
  }

  #add(level: KernelLogLine['level'], text: string): void {
    this.#lines.push({ atMs: this.#nowMs, level, text });
  }
}

/** The logs of steps that followed each other, as one: times count from the first of them. */
export function joinedLog(
  steps: readonly { readonly log: readonly KernelLogLine[]; readonly tookMs: number }[],
): readonly KernelLogLine[] {
  let startedMs = 0;
  return steps.flatMap(({ log, tookMs }) => {
    const lines = log.map((line) => ({ ...line, atMs: startedMs + line.atMs }));
    startedMs += tookMs;
    return lines;
  });
}
