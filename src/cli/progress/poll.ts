import { CliError, InterruptedError } from '../cli-error.js';
import { EXIT } from '../exit-codes.js';
import type { Session } from '../session.js';

const FIRST_DELAY_MS = 50;
const LONGEST_DELAY_MS = 1_000;
const DELAY_GROWTH = 1.5;

/** A server may be restarted while it is watched: so many silent attempts in a row, a second apart, are borne. */
const PATIENCE_ATTEMPTS = 30;

/**
 * Reads again and again, at growing distances, until a document is final; `show` sees each one. `hint` is said when
 * the user interrupts. Throws `InterruptedError`, and `CliError` when reading fails.
 */
export async function pollUntil<Document>(
  session: Session,
  read: () => Promise<Document>,
  watching: {
    readonly isFinal: (document: Document) => boolean;
    readonly show: (document: Document) => void | Promise<void>;
    readonly hint: readonly string[];
  },
): Promise<Document> {
  const { process } = session;
  let delayMs = FIRST_DELAY_MS;
  let silent = 0;
  for (;;) {
    try {
      const document = await read();
      silent = 0;
      await watching.show(document);
      if (watching.isFinal(document)) return document;
    } catch (error) {
      if (error instanceof InterruptedError) throw new InterruptedError(watching.hint);
      if (!isSilence(error) || ++silent > PATIENCE_ATTEMPTS) throw error;
      delayMs = LONGEST_DELAY_MS;
    }
    await process.sleep(delayMs);
    if (process.interruption.aborted) throw new InterruptedError(watching.hint);
    delayMs = Math.min(delayMs * DELAY_GROWTH, LONGEST_DELAY_MS);
  }
}

function isSilence(error: unknown): boolean {
  return error instanceof CliError && error.problem.exit === EXIT.unreachable;
}
