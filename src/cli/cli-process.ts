import { setTimeout as delay } from 'node:timers/promises';
import type { Environment } from '../home/torpor-home.js';

/** Where text goes. `columns` and `rows` are known on terminals only. */
export interface TextOutput {
  readonly isTTY: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): void;
}

/** What a command sees of the process it runs in. */
export interface CliProcess {
  readonly env: Environment;
  readonly stdout: TextOutput;
  readonly stderr: TextOutput;
  /** Aborted when the user interrupts; requests, waits and servers end then. */
  readonly interruption: AbortSignal;
  /** Resolves early, without an error, when the process is interrupted. */
  sleep(milliseconds: number): Promise<void>;
  /** The answer to a yes-or-no question; undefined when there is nobody to ask. */
  confirm(question: string): Promise<boolean | undefined>;
  readText(path: string): Promise<Uint8Array>;
}

/** The process that Node runs. The first interrupt asks to end, a second one ends at once. */
export function nodeProcess(): CliProcess {
  const interruption = new AbortController();
  const interrupt = () => {
    process.once('SIGINT', () => process.exit(130));
    interruption.abort();
  };
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  // A reader that has seen enough (`| head`) closes the pipe: nothing is left to say to it.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
  return {
    env: process.env,
    stdout: outputOf(process.stdout),
    stderr: outputOf(process.stderr),
    interruption: interruption.signal,
    sleep: async (milliseconds) => {
      await delay(milliseconds, undefined, { signal: interruption.signal }).catch(() => undefined);
    },
    confirm,
    readText: async (path) => {
      const { readFile } = await import('node:fs/promises');
      return path === '-' ? readStandardInput() : readFile(path);
    },
  };
}

function outputOf(stream: NodeJS.WriteStream): TextOutput {
  return {
    isTTY: stream.isTTY === true,
    get columns() {
      return stream.columns;
    },
    get rows() {
      return stream.rows;
    },
    write: (text) => {
      stream.write(text);
    },
  };
}

async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array);
  return Buffer.concat(chunks);
}

async function confirm(question: string): Promise<boolean | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  const { createInterface } = await import('node:readline/promises');
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await prompt.question(`${question} (y/N) `)).trim());
  } finally {
    prompt.close();
  }
}
