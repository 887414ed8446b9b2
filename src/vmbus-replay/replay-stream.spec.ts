import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { LineSplitter } from './line-splitter.js';
import { replayStream } from './replay-stream.js';
import { goldenLines, SMALL_RECORD } from './testing/golden-records.js';
import { replayChunks, replayText } from './testing/replay-text.js';
import { writeTextTo } from './write-text.js';

const LINES = goldenLines('named.jsonl').slice(0, 4);
const TEXT = `${LINES.join('\n')}\n`;
const GOOD = JSON.stringify(SMALL_RECORD);

function* cut(text: string, size: number): Generator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe('a stream of records', () => {
  it.each([1, 7, 1000, 65_536])('does not depend on how it is cut: %i bytes a chunk', async (size) => {
    expect(await replayChunks(cut(TEXT, size))).toEqual(await replayText(TEXT));
  });

  it.each([
    ['CRLF', `${LINES.join('\r\n')}\r\n`],
    ['a last line without an end', LINES.join('\n')],
    ['empty lines', `\n\n${LINES.join('\n \r\n')}\n\n`],
  ])('may have %s', async (_what, text) => {
    expect(await replayText(text)).toEqual(await replayText(TEXT));
  });

  it('goes on after what is malformed, and counts every line', async () => {
    const text = ['', GOOD, '{', GOOD, '\r', '{"id":1}', GOOD].join('\n');
    const { answers, errors, tally } = await replayText(text);
    const [answer] = (await replayText(GOOD)).answers;
    expect({ answers, errors, tally }).toEqual({
      answers: [answer, answer, answer],
      errors: ['line 3: record: expected JSON', 'line 6: id: expected a text that is not empty'],
      tally: { answered: 3, malformed: 2, failed: 0 },
    });
  });

  it('has nothing to say about no input', async () => {
    const tally = { answered: 0, malformed: 0, failed: 0 };
    expect(await replayText('')).toEqual({ answers: [], errors: [], tally });
  });

  it('reads nothing more while its reader is slow', async () => {
    const taken: number[] = [];
    const waiting: (() => void)[] = [];
    const slow = new Writable({
      highWaterMark: 1,
      write: (_chunk, _encoding, done) => void waiting.push(done),
    });
    const input = (async function* () {
      for (let index = 0; index < 3; index++) {
        taken.push(index);
        yield Buffer.from(`${GOOD}\n`);
      }
    })();
    const ended = replayStream({ input, answers: writeTextTo(slow), errors: writeTextTo(slow) }, 'A');
    const seen: number[] = [];
    for (let round = 0; round < 3; round++) {
      while (waiting.length === 0) await new Promise((resolve) => setImmediate(resolve));
      for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
      seen.push(taken.length);
      waiting.shift()!();
    }
    expect([seen, await ended]).toEqual([[1, 2, 3], { answered: 3, malformed: 0, failed: 0 }]);
  });

  it('ends with the error of a reader that is gone', async () => {
    const gone = new PassThrough();
    gone.on('error', () => undefined);
    gone.destroy();
    const input = (async function* () {
      yield Buffer.from(`${GOOD}\n`);
    })();
    const answers = writeTextTo(gone);
    await expect(replayStream({ input, answers, errors: answers }, 'A')).rejects.toMatchObject({
      code: 'ERR_STREAM_DESTROYED',
    });
  });
});

describe('lines', () => {
  it.each([1, 2, 5, 100])('of more than 4 bytes are thrown away: %i bytes a chunk', (size) => {
    const splitter = new LineSplitter(4);
    const lines: (string | undefined)[] = [];
    const show = (line: Uint8Array | string) =>
      typeof line === 'string' ? line : Buffer.from(line).toString();
    for (const chunk of cut('abcd\nabcde\n\nxy\nabcdefghijkl\nz', size)) {
      for (const line of splitter.push(chunk)) lines.push(show(line));
    }
    const last = splitter.end();
    lines.push(last === undefined ? undefined : show(last));
    expect(lines).toEqual(['abcd', 'too-long', '', 'xy', 'too-long', 'z']);
  });
});
