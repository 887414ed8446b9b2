import { EXIT, type Exit } from './exit-codes.js';

/** One thing wrong among several: `target` is the member or the place in a file. */
export interface ProblemDetail {
  readonly target?: string;
  readonly message: string;
}

/** Why a command did not do what was asked: what people read on stderr, and the exit code. */
export interface Problem {
  /** Stable, for programs: `vm-busy`, `server-unreachable`. */
  readonly code: string;
  readonly message: string;
  readonly rule?: string;
  readonly remedy?: string;
  readonly details?: readonly ProblemDetail[];
  readonly exit: Exit;
}

/** Ends a command. Everything it shows is in `problem`. */
export class CliError extends Error {
  override readonly name = 'CliError';

  constructor(
    readonly problem: Problem,
    options?: ErrorOptions,
  ) {
    super(`${problem.code}: ${problem.message}`, options);
  }
}

/** The command line itself is wrong. */
export function usageError(message: string, remedy?: string): CliError {
  const problem = { code: 'usage', message, exit: EXIT.invalid };
  return new CliError(remedy === undefined ? problem : { ...problem, remedy });
}

/** The user ended the command. `hint` says what goes on without it. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';

  constructor(readonly hint: readonly string[] = []) {
    super('interrupted');
  }
}
