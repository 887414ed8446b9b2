import type { CliProcess, TextOutput } from '../cli-process.js';

/** An output that keeps what it gets. */
export class RecordingOutput implements TextOutput {
  text = '';

  constructor(
    readonly isTTY = false,
    readonly columns = 80,
    readonly rows = 24,
  ) {}

  write(text: string): void {
    this.text += text;
  }
}

export interface RecordingProcess extends CliProcess {
  readonly stdout: RecordingOutput;
  readonly stderr: RecordingOutput;
  /** Waits that were asked for, ms. None takes any time. */
  readonly sleeps: readonly number[];
  interrupt(): void;
}

export interface ProcessSettings {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Files by name; `-` is standard input. */
  readonly files?: Readonly<Record<string, string>>;
  readonly isTerminal?: boolean;
  /** What the user says when asked; absent: nobody is there. */
  readonly answer?: boolean;
  /** Runs in place of every wait. */
  readonly onSleep?: (process: RecordingProcess) => void;
}

/** A process for tests: nothing of the machine is read, no time passes. */
export function recordingProcess(settings: ProcessSettings): RecordingProcess {
  const { env, files = {}, isTerminal = false, answer, onSleep } = settings;
  const controller = new AbortController();
  const sleeps: number[] = [];
  const process: RecordingProcess = {
    env,
    stdout: new RecordingOutput(isTerminal),
    stderr: new RecordingOutput(isTerminal),
    interruption: controller.signal,
    sleeps,
    interrupt: () => controller.abort(),
    sleep: (milliseconds) => {
      sleeps.push(milliseconds);
      onSleep?.(process);
      return Promise.resolve();
    },
    confirm: () => Promise.resolve(answer),
    readText: (path) => {
      const text = files[path];
      if (text === undefined) return Promise.reject(new Error(`no such file: ${path}`));
      return Promise.resolve(new TextEncoder().encode(text));
    },
  };
  return process;
}
