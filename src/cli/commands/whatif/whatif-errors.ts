import { RunError, type RunErrorKind } from '../../../what-if/run/run-error.js';
import { CliError } from '../../cli-error.js';
import { EXIT, type Exit } from '../../exit-codes.js';

const EXITS: Readonly<Record<RunErrorKind, Exit>> = {
  'folder-taken': EXIT.refused,
  'folder-unwritable': EXIT.invalid,
  'not-found': EXIT.notFound,
  'fleet-unreadable': EXIT.invalid,
  'thread-failed': EXIT.unexpected,
  'redis-failed': EXIT.unreachable,
};

/** Calls work of the what-if library; its errors end the command as people read them. */
export async function told<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RunError)) throw error;
    const { kind, message, told: more } = error;
    throw new CliError(
      {
        code: `whatif-${kind}`,
        message,
        ...(more.details === undefined ? {} : { details: more.details.map((text) => ({ message: text })) }),
        ...(more.remedy === undefined ? {} : { remedy: more.remedy }),
        exit: EXITS[kind],
      },
      { cause: error },
    );
  }
}
