import type { ClockDocument, OperationDocument } from '../api-types.js';
import { CliError } from '../cli-error.js';
import type { ArmAnswer } from '../connection/arm-client.js';
import { nameOfId } from '../connection/group-of-id.js';
import { EXIT, type Exit } from '../exit-codes.js';
import { operationLines, outcomeLines } from '../render/operation.js';
import { operationTitle } from '../render/timeline.js';
import type { Session } from '../session.js';
import { headerText } from './await-accepted.js';
import { type OperationProgress, operationProgress } from './operation-progress.js';
import { pollUntil } from './poll.js';

/** The id of the operation that an answer has accepted; undefined when it was done at once. */
export function acceptedOperationId({ headers }: ArmAnswer<unknown>): string | undefined {
  const url = headerText(headers['azure-asyncoperation']);
  return url === undefined || !URL.canParse(url) ? undefined : nameOfId(new URL(url).pathname);
}

/** Shows an operation until it ends, prints its story, and answers how it ended. */
export async function watchOperation(session: Session, operationId: string): Promise<Exit> {
  const { document, isShown } = await followOperation(session, operationId);
  const { style, width } = session;
  const lines = isShown
    ? () => [...outcomeLines(document, style, width), '', operationTitle(document, style)]
    : () => operationLines(document, style, width);
  await session.print({ value: document, lines });
  const exit = exitOfOperation(document);
  // People have just read why; programs may throw stdout away.
  if (exit !== EXIT.ok && !session.isForPeople) session.complain(operationFailure(document));
  return exit;
}

/** Waits for an operation and shows how far it is. `isShown`: its timeline stands in the output already. */
export async function followOperation(
  session: Session,
  operationId: string,
): Promise<{ readonly document: OperationDocument; readonly isShown: boolean }> {
  const path = session.paths.emulator('operations', operationId);
  const progress = operationProgress(session);
  const clock = new ClockNote(session, progress);
  try {
    const document = await pollUntil(session, () => session.client.get<OperationDocument>(path), {
      isFinal: ({ properties }) => properties.status !== 'running',
      show: (operation) => {
        progress.update(operation);
        return clock.see(operation);
      },
      hint: [`Operation ${operationId} goes on. Watch it with: torpor operation watch ${operationId}`],
    });
    return { document, isShown: progress.end() };
  } catch (error) {
    progress.end();
    throw error;
  }
}

/** 0 for an operation that did what it should, 5 for any other end. */
export function exitOfOperation({ properties }: OperationDocument): Exit {
  return properties.status === 'succeeded' ? EXIT.ok : EXIT.failed;
}

/** The problem to report of an operation that was waited for on the way to something else. */
export function operationFailure({ name, properties }: OperationDocument): CliError {
  const { error, pipeline, status } = properties;
  return new CliError({
    code: error?.code ?? `operation-${status}`,
    message: error?.message ?? `The operation ${pipeline} is ${status}.`,
    exit: EXIT.failed,
    details: [{ message: `operation ${name}` }],
    ...(error?.rule === undefined ? {} : { rule: error.rule }),
    ...(error?.remedy === undefined ? {} : { remedy: error.remedy }),
  });
}

/** Tells once why nothing moves: a manual clock waits for somebody to advance it. */
class ClockNote {
  #waitUntilMs: number | undefined;
  #isAsked = false;

  constructor(
    private readonly session: Session,
    private readonly progress: OperationProgress,
  ) {}

  /** A wait that is still there at the second look may be one that only a person ends. */
  async see({ name, properties }: OperationDocument): Promise<void> {
    const { waitUntilMs } = properties;
    const isSame = waitUntilMs !== undefined && waitUntilMs === this.#waitUntilMs;
    this.#waitUntilMs = waitUntilMs;
    if (!isSame || this.#isAsked) return;
    this.#isAsked = true;
    const { client, paths } = this.session;
    const clock = await client.find<ClockDocument>(paths.emulator('clock', 'default'));
    if (clock?.properties.mode !== 'manual') return;
    this.progress.note(`The clock is manual: operation ${name} waits for \`torpor clock advance\`.`);
  }
}
