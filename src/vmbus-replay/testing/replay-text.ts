import type { ReplayEra } from '../replay-line.js';
import { type ReplayTally, replayStream } from '../replay-stream.js';

export interface ReplayedText {
  /** Lines of output, their ends taken off. */
  readonly answers: readonly string[];
  readonly errors: readonly string[];
  readonly tally: ReplayTally;
}

/** What the stream of these chunks is answered with. */
export async function replayChunks(
  chunks: Iterable<Uint8Array>,
  era: ReplayEra = 'A',
): Promise<ReplayedText> {
  const written = { answers: [] as Buffer[], errors: [] as Buffer[] };
  const tally = await replayStream(
    {
      input: (async function* () {
        yield* chunks;
      })(),
      answers: async (text) => void written.answers.push(Buffer.from(text)),
      errors: async (text) => void written.errors.push(Buffer.from(text)),
    },
    era,
  );
  return { answers: linesOf(written.answers), errors: linesOf(written.errors), tally };
}

export function replayText(text: string, era: ReplayEra = 'A'): Promise<ReplayedText> {
  return replayChunks([Buffer.from(text)], era);
}

/** Throws when the last line has no end: output must be whole lines. */
function linesOf(written: readonly Buffer[]): readonly string[] {
  const text = Buffer.concat(written).toString();
  if (text === '') return [];
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  return text.slice(0, -1).split('\n');
}
