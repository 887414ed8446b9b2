import { JsonBytes } from './json-bytes.js';
import { type Line, LineSplitter } from './line-splitter.js';
import { answerLine, LONGEST_LINE, type ReplayEra } from './replay-line.js';

/** Takes text or its UTF-8 bytes. The promise is kept once they have been passed on; until then nothing more is read. */
export type WriteText = (text: string | Uint8Array) => Promise<void>;

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

/** Answers and errors are written when this many bytes have come together, and at the end of each chunk of input. */
const BATCH_BYTES = 256 * 1024;

/**
 * Replays records, one a line: answers in order of the records, and for each that is malformed one line of error with
 * its line number, counted from 1, empty lines included. Rejects only when a stream does.
 */
export async function replayStream(streams: ReplayStreams, era: ReplayEra): Promise<ReplayTally> {
  const replay = new StreamReplay(era);
  const splitter = new LineSplitter(LONGEST_LINE);
  const flush = async () => {
    if (replay.answers.length > 0) await streams.answers(replay.answers.take());
    if (replay.errors !== '') await streams.errors(replay.takeErrors());
  };
  for await (const chunk of streams.input) {
    for (const line of splitter.push(chunk)) {
      replay.take(line);
      if (replay.waitingBytes >= BATCH_BYTES) await flush();
    }
    await flush();
  }
  const last = splitter.end();
  if (last !== undefined) replay.take(last);
  await flush();
  return replay.tally;
}

/** What has been answered so far, and what of it waits to be written. */
class StreamReplay {
  readonly tally = { answered: 0, malformed: 0, failed: 0 };
  readonly answers = new JsonBytes(2 * BATCH_BYTES);
  errors = '';
  #lineNumber = 0;

  constructor(readonly era: ReplayEra) {}

  get waitingBytes(): number {
    return this.answers.length + this.errors.length;
  }

  take(line: Line): void {
    this.#lineNumber++;
    const outcome = answerLine(line, this.era, this.answers);
    switch (outcome.kind) {
      case 'blank':
        break;
      case 'answered':
        this.tally.answered++;
        break;
      case 'malformed':
      case 'failed':
        this.tally[outcome.kind]++;
        this.errors += `line ${this.#lineNumber}: ${outcome.text}\n`;
        break;
    }
  }

  takeErrors(): string {
    const { errors } = this;
    this.errors = '';
    return errors;
  }
}
