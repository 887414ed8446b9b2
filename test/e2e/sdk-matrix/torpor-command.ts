import { runCli } from '../../../src/cli/run-cli.js';
import { recordingProcess } from '../../../src/cli/testing/recording-process.js';
import type { RunningTestServer } from '../running-server.js';

const environmentOf = ({ home, token }: RunningTestServer) => ({ TORPOR_HOME: home, TORPOR_TOKEN: token });

/** What a command prints on the server's home. Throws when it fails. */
export async function torpor(server: RunningTestServer, line: string): Promise<string> {
  const process = recordingProcess({ env: environmentOf(server) });
  const exit = await runCli(line.split(' '), process);
  if (exit !== 0) throw new Error(`torpor ${line} ended with ${exit}: ${process.stderr.text}`);
  return process.stdout.text;
}

export interface Listening {
  /** What the command says that clients need in their environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Interrupts the command; answers its exit code. */
  end(): Promise<number>;
}

/** Runs a command that listens until it is interrupted. Throws when it ends before it listens. */
export async function listenFor(server: RunningTestServer, line: string): Promise<Listening> {
  const process = recordingProcess({ env: environmentOf(server) });
  const printed = new Promise<string>((resolve) => {
    process.stdout.write = resolve;
  });
  const ended = runCli([...line.split(' '), '-o', 'json'], process);
  const ending = ended.then((exit): never => {
    throw new Error(`torpor ${line} ended with ${exit}: ${process.stderr.text}`);
  });
  const text = await Promise.race([printed, ending]);
  ending.catch(() => undefined);
  return {
    environment: (JSON.parse(text) as Pick<Listening, 'environment'>).environment,
    end: () => {
      process.interrupt();
      return ended;
    },
  };
}
