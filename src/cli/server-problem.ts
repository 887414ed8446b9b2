import { CliError } from './cli-error.js';
import { EXIT } from './exit-codes.js';

/**
 * What to tell of a server that could not start: errors that carry a sentence and a remedy (engines, home) and ports
 * that are taken. Undefined for anything else. Errors are told by their members, so that their modules are loaded
 * by those alone who start servers.
 */
export function serverProblem(error: unknown): CliError | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, sentence, remedy, rule, port } = error as Error & Readonly<Record<string, unknown>>;
  if (typeof code !== 'string') return undefined;
  if (typeof sentence === 'string' && typeof remedy === 'string') {
    const ruled = typeof rule === 'string' ? { rule } : {};
    return new CliError({ code, message: sentence, remedy, ...ruled, exit: EXIT.failed }, { cause: error });
  }
  if (code !== 'EADDRINUSE' && code !== 'EACCES') return undefined;
  const what = code === 'EADDRINUSE' ? 'is taken' : 'may not be used by this user';
  return new CliError(
    {
      code: 'port-unusable',
      message: `The port ${typeof port === 'number' ? port : ''} ${what}.`.replace('  ', ' '),
      remedy: 'Choose another with --port (0 for a free one), or stop what has it.',
      exit: EXIT.failed,
    },
    { cause: error },
  );
}
