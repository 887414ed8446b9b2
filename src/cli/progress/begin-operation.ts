import type { OperationDocument } from '../api-types.js';
import { notTorpor, type ArmAnswer } from '../connection/arm-client.js';
import { EXIT, type Exit } from '../exit-codes.js';
import { operationTitle } from '../render/timeline.js';
import type { Session } from '../session.js';
import { acceptedOperationId, watchOperation } from './follow-operation.js';

/** `commander` turns `--no-wait` into `wait: false`. */
export interface WaitOption {
  readonly wait: boolean;
}

/** Follows the operation that an answer has accepted, or only names it. A 204 means there was nothing to do. */
export async function finishOperation(
  session: Session,
  answer: ArmAnswer<unknown>,
  { wait }: WaitOption,
): Promise<Exit> {
  const operationId = acceptedOperationId(answer);
  if (operationId === undefined) {
    if (answer.status !== 200 && answer.status !== 204)
      throw notTorpor('an accepted operation without its address');
    session.say(answer.status === 204 ? 'There was nothing to do.' : 'Done.');
    return EXIT.ok;
  }
  if (wait) return watchOperation(session, operationId);
  const document = await session.client.get<OperationDocument>(
    session.paths.emulator('operations', operationId),
  );
  const lines = () => [
    operationTitle(document, session.style),
    `Watch it with: torpor operation watch ${operationId}`,
  ];
  await session.print({ value: document, lines });
  return EXIT.ok;
}
