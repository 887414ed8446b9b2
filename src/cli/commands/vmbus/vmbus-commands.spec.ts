import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { SMALL_RECORD } from '../../../vmbus-replay/testing/golden-records.js';
import { replayLine } from '../../../vmbus-replay/replay-line.js';
import { CommandRunner } from '../../command-line/leaf-command.js';
import { recordingProcess } from '../../testing/recording-process.js';
import { addVmbusCommands } from './vmbus-commands.js';

const GOOD = JSON.stringify(SMALL_RECORD);

async function replay(args: readonly string[], input: Readable, isInterrupted = false) {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const process = recordingProcess({ env: {} });
  const runner = new CommandRunner(process);
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  addVmbusCommands(program, runner, { stdin: input, stdout, stderr });
  if (isInterrupted) process.interrupt();
  await program.parseAsync(['vmbus', 'replay', ...args], { from: 'user' });
  stdout.end();
  stderr.end();
  return { exit: runner.exit, stdout: await text(stdout), stderr: await text(stderr) };
}

function answer(era: 'A' | 'B'): string {
  const outcome = replayLine(Buffer.from(GOOD), era);
  return outcome.kind === 'answer' ? `${outcome.text}\n` : outcome.kind;
}

describe('vmbus replay', () => {
  it.each([
    [[], 'A'],
    [['--era', 'a'], 'A'],
    [['--era', 'b'], 'B'],
  ] as const)('%j answers by the rules of era %s', async (args, era) => {
    const stdout = answer(era);
    expect(await replay(args, Readable.from([Buffer.from(GOOD)]))).toEqual({ exit: 0, stdout, stderr: '' });
  });

  it('has an answer of its own in either era', () => {
    expect(answer('A')).not.toBe(answer('B'));
  });

  it('ends with 2 when a record was malformed', async () => {
    expect(await replay([], Readable.from([Buffer.from(`{}\n${GOOD}\n`)]))).toEqual({
      exit: 2,
      stdout: answer('A'),
      stderr: 'line 1: id: missing\n',
    });
  });

  it('knows two eras', async () => {
    await expect(replay(['--era', 'c'], Readable.from([]))).rejects.toMatchObject({
      code: 'commander.invalidArgument',
    });
  });

  it('ends when it is interrupted, though input is still open', async () => {
    await expect(replay([], new PassThrough(), true)).rejects.toMatchObject({ name: 'InterruptedError' });
  });
});
