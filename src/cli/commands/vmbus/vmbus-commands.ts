import { addAbortSignal, type Readable, type Writable } from 'node:stream';
import { type Command, Option } from 'commander';
import { InterruptedError } from '../../cli-error.js';
import type { CommandRunner } from '../../command-line/leaf-command.js';
import { EXIT, type Exit } from '../../exit-codes.js';

/** The three streams of a process. */
export interface StandardStreams {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

interface ReplayOptions {
  readonly era: 'a' | 'b';
}

/** Adds `torpor vmbus ...`. These commands run without a server. */
export function addVmbusCommands(
  program: Command,
  runner: CommandRunner,
  streams: StandardStreams = process,
): void {
  const vmbus = program.command('vmbus').description('the guest side of VMBus, without a server');
  vmbus
    .command('replay')
    .description('replay scenarios of hibernation and resume: {id, scenario} a line in, {id, observed} out')
    .addOption(
      new Option('--era <era>', 'rules of Linux up to 6.13, or since 6.14').choices(['a', 'b']).default('a'),
    )
    .action(async ({ era }: ReplayOptions) => {
      runner.exit = await replay(streams, era, runner.process.interruption);
    });
}

/** 0: every record was answered; 2: some were malformed; 1: the model failed on one. */
async function replay(
  { stdin, stdout, stderr }: StandardStreams,
  era: 'a' | 'b',
  interruption: AbortSignal,
): Promise<Exit> {
  // Only this command needs the bus model.
  const { replayStream } = await import('../../../vmbus-replay/replay-stream.js');
  const { writeTextTo } = await import('../../../vmbus-replay/write-text.js');
  try {
    const input = addAbortSignal(interruption, stdin);
    const tally = await replayStream(
      { input, answers: writeTextTo(stdout), errors: writeTextTo(stderr) },
      era === 'a' ? 'A' : 'B',
    );
    if (tally.failed > 0) return EXIT.unexpected;
    return tally.malformed > 0 ? EXIT.invalid : EXIT.ok;
  } catch (error) {
    if (interruption.aborted) throw new InterruptedError();
    throw error;
  }
}
