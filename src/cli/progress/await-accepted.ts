import type { ArmErrorBody } from '../api-types.js';
import { CliError } from '../cli-error.js';
import { type ArmAnswer, notTorpor, problemOf } from '../connection/arm-client.js';
import { EXIT } from '../exit-codes.js';
import type { Session } from '../session.js';
import { pollUntil } from './poll.js';

const HINT = ['The server goes on with it.'];

/**
 * Waits for whatever an answer has accepted that is no VM operation: networks, disks, groups. Throws `CliError` when
 * it fails.
 */
export async function awaitAccepted(session: Session, answer: ArmAnswer<unknown>): Promise<void> {
  const { client } = session;
  const statusUrl = headerText(answer.headers['azure-asyncoperation']);
  const location = answer.status === 202 ? headerText(answer.headers['location']) : undefined;
  if (statusUrl !== undefined) {
    const { body } = await pollUntil(session, () => client.follow<AsyncStatus>(statusUrl), {
      isFinal: ({ body }) => /^(succeeded|failed|cancell?ed)$/i.test(body?.status ?? ''),
      show: ({ body }) => {
        if (typeof body?.status !== 'string') throw notTorpor('a status document without a status');
      },
      hint: HINT,
    });
    if (!/^succeeded$/i.test(body.status)) throw failure(body);
  } else if (location !== undefined) {
    await pollUntil(session, () => client.follow<unknown>(location), {
      isFinal: ({ status }) => status !== 202,
      show: () => undefined,
      hint: HINT,
    });
  }
}

/** A header as one text; the first of several. */
export function headerText(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'object' ? value[0] : value;
}

interface AsyncStatus {
  readonly status: string;
  readonly error?: ArmErrorBody;
}

function failure({ status, error }: AsyncStatus): CliError {
  if (error !== undefined) return new CliError({ ...problemOf(200, { error }), exit: EXIT.failed });
  const code = `operation-${status.toLowerCase()}`;
  return new CliError({
    code,
    message: 'The server accepted the request but did not do it.',
    exit: EXIT.failed,
  });
}
