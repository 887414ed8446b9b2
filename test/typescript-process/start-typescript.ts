import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const REGISTER = new URL('./register.mjs', import.meta.url).href;
const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

/** A process that runs a TypeScript file of this repository. */
export interface TypescriptProcess {
  readonly child: ChildProcess;
  /** Resolves with the first line of output that starts so; rejects, with all output, if the process ends before. */
  line(start: string): Promise<string>;
  /** Resolves with the exit code, or the signal that ended it, once the process has ended. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
}

/** Starts `node` on a TypeScript file, given by its path below the repository. */
export function startTypescript(
  file: string,
  options: {
    readonly arguments?: readonly string[];
    readonly env?: Readonly<Record<string, string | undefined>>;
    /** To run as somebody else; needs root. */
    readonly account?: { readonly uid: number; readonly gid: number };
  } = {},
): TypescriptProcess {
  const child = spawn(
    process.execPath,
    ['--conditions=development', '--import', REGISTER, `${REPOSITORY}${file}`, ...(options.arguments ?? [])],
    {
      cwd: REPOSITORY,
      env: { ...process.env, NODE_OPTIONS: '', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...options.account,
    },
  );
  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
      for (const listener of listeners) listener();
    });
  }
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) => {
    child.once('close', (code, signal) => resolve(code ?? signal));
    child.once('error', () => resolve(null));
  });
  const line = (start: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = output
          .split('\n')
          .slice(0, -1)
          .find((candidate) => candidate.startsWith(start));
        if (found === undefined) return;
        listeners.delete(look);
        resolve(found);
      };
      listeners.add(look);
      look();
      void ended.then((code) =>
        reject(new Error(`${file} ended with ${code} before a line "${start}":\n${output}`)),
      );
    });
  return { child, line, ended };
}
