import { runInNewContext } from 'node:vm';
import { setFlagsFromString } from 'node:v8';
import { expect, it } from 'vitest';
import { replayStream } from './replay-stream.js';
import { SMALL_RECORD } from './testing/golden-records.js';
import { MutatedRecords } from './testing/mutated-records.js';
import { replayText } from './testing/replay-text.js';

const CASES = [
  { era: 'A', records: 100_000, seed: 20_251_122 },
  { era: 'B', records: 20_000, seed: 20_251_123 },
] as const;
/** After so many records a good one follows, which must be answered as if it came first. */
const GOOD_EVERY = 50;
const RECORDS_A_CHUNK = 50;
/** Far more than one chunk and its answers, far less than what 100,000 records would leave behind. */
const MOST_GROWTH_BYTES = 16 * 1024 * 1024;

/** Bytes in use once everything that can go is gone. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed;
}

/** Mutated records with good ones between them, in chunks whose ends are not those of the lines. */
function* hostileInput(
  { records, seed }: (typeof CASES)[number],
  good: string,
  measure: (recordsSoFar: number) => void,
): Generator<Uint8Array> {
  const mutated = new MutatedRecords(seed);
  let rest = Buffer.alloc(0);
  for (let made = 0; made < records;) {
    const lines: Uint8Array[] = [rest];
    for (let left = RECORDS_A_CHUNK; left > 0; left--) {
      lines.push(mutated.next(), Buffer.from('\n'));
      if (++made % GOOD_EVERY === 0) lines.push(Buffer.from(`${good}\n`));
    }
    const chunk = Buffer.concat(lines);
    const end = chunk.length - 1 - (made % 1000);
    rest = chunk.subarray(end);
    yield chunk.subarray(0, end);
    measure(made);
  }
  yield rest;
}

/** Reads what is written, line by line, and keeps counts only. */
function lineCounter(check: (line: string) => void) {
  let rest = '';
  return async (text: string | Uint8Array) => {
    const lines = (rest + Buffer.from(text).toString()).split('\n');
    rest = lines.pop()!;
    for (const line of lines) check(line);
  };
}

it.each(CASES)(
  'R28 R40 era $era answers or refuses each of $records mutated records, seed $seed',
  async (hostile) => {
    const { era, records } = hostile;
    const good = JSON.stringify(SMALL_RECORD);
    const [goodAnswer] = (await replayText(good, era)).answers;
    const seen = { answers: 0, good: 0, malformedAnswers: 0, errors: 0, malformedErrors: 0 };
    const heap: number[] = [];
    let lastErrorLine = 0;
    const tally = await replayStream(
      {
        input: (async function* () {
          yield* hostileInput(hostile, good, (made) => {
            if (made % (records / 4) === 0) heap.push(heapInUse());
          });
        })(),
        answers: lineCounter((line) => {
          seen.answers++;
          if (line === goodAnswer) seen.good++;
          const isWhole = line.startsWith('{"id":"') && line.endsWith('}}');
          // Parsing all of them would take longer than making them.
          if (!isWhole || (seen.answers % 10 === 0 && !isAnswer(line))) seen.malformedAnswers++;
        }),
        errors: lineCounter((line) => {
          seen.errors++;
          const number = Number(/^line (\d+): [ -~]+: [ -~]+$/.exec(line)?.[1]);
          if (!(number > lastErrorLine)) seen.malformedErrors++;
          lastErrorLine = number;
        }),
      },
      era,
    );
    const lines = records + records / GOOD_EVERY;
    expect(tally).toEqual({ answered: lines - seen.errors, malformed: seen.errors, failed: 0 });
    expect(seen).toEqual({
      answers: tally.answered,
      good: records / GOOD_EVERY,
      malformedAnswers: 0,
      errors: tally.malformed,
      malformedErrors: 0,
    });
    // The mutations must reach both sides, or the test says little.
    expect([tally.answered > records / 4, tally.malformed > records / 4]).toEqual([true, true]);
    expect(heap.at(-1)! - heap[0]!).toBeLessThan(MOST_GROWTH_BYTES);
  },
);

function isAnswer(line: string): boolean {
  const { id, observed } = JSON.parse(line) as { readonly id?: unknown; readonly observed?: unknown };
  return typeof id === 'string' && typeof observed === 'object' && observed !== null;
}
