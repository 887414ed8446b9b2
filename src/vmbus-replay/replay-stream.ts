import { type Line, LineSplitter } from './line-splitter.js';
import { LONGEST_LINE, type ReplayEra, replayLine } from './replay-line.js';

/** Takes text. The promise is kept once it has been passed on; until then nothing more is read. */
export type WriteText = (text: string) => Promise<void>;

export interface ReplayStreams {
  readonly input: AsyncIterable<Uint8Array>;
  readonly answers: WriteText;
  readonly errors: WriteText;
}

/** How many records there were of each kind. */
export interface ReplayTally {
  readonly answered: number;
  readonly malformed: number;
  readonly failed: number;
}

/** Answers are written when this many characters have come together, and at the end of each chunk of input. */
const BATCH_CHARACTERS = 64 * 1024;

/**
 * Replays records, one a line: answers in order of the records, and for each that is malformed one line of error with
 * its line number, counted from 1, empty lines included. Rejects only when a stream does.
 */
export async function replayStream(
  { input, answers, errors }: ReplayStreams,
  era: ReplayEra,
): Promise<ReplayTally> {
  const tally = { answered: 0, malformed: 0, failed: 0 };
  const splitter = new LineSplitter(LONGEST_LINE);
  let lineNumber = 0;
  let answerBatch = '';
  let errorBatch = '';
  const take = (line: Line) => {
    lineNumber++;
    const outcome = replayLine(line, era);
    switch (outcome.kind) {
      case 'blank':
        break;
      case 'answer':
        tally.answered++;
        answerBatch += `${outcome.text}\n`;
        break;
      case 'malformed':
      case 'failed':
        tally[outcome.kind]++;
        errorBatch += `line ${lineNumber}: ${outcome.text}\n`;
        break;
    }
  };
  const flush = async () => {
    const [answerText, errorText] = [answerBatch, errorBatch];
    answerBatch = errorBatch = '';
    if (answerText !== '') await answers(answerText);
    if (errorText !== '') await errors(errorText);
  };
  for await (const chunk of input) {
    for (const line of splitter.push(chunk)) {
      take(line);
      if (answerBatch.length + errorBatch.length >= BATCH_CHARACTERS) await flush();
    }
    await flush();
  }
  const last = splitter.end();
  if (last !== undefined) take(last);
  await flush();
  return tally;
}
