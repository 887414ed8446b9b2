import { Argument, type Command, Option } from 'commander';
import type { ClockDocument } from '../api-types.js';
import { usageError } from '../cli-error.js';
import { type CommandRunner, leaf } from '../command-line/leaf-command.js';
import { durationMs, positiveNumber } from '../command-line/option-values.js';
import { cell } from '../render/printable.js';
import { fieldLines } from '../render/table.js';
import type { Session } from '../session.js';

interface SetOptions {
  readonly mode: 'immediate' | 'scaled' | 'manual';
  readonly factor?: number;
}

/** Adds `torpor clock ...`. */
export function addClockCommands(program: Command, runner: CommandRunner): void {
  const clock = program.command('clock').description('how emulated time passes');
  leaf(clock, 'show', 'show the clock').action(
    runner.action(async ({ session }) => {
      await printClock(session, await session.client.get<ClockDocument>(clockPath(session)));
    }),
  );
  leaf(clock, 'set', 'choose how emulated time passes')
    .addOption(
      new Option('--mode <mode>', 'at once, as a multiple of real time, or by command')
        .choices(['immediate', 'scaled', 'manual'])
        .makeOptionMandatory(),
    )
    .option('--factor <number>', 'emulated seconds in a real one, for mode scaled', positiveNumber)
    .action(
      runner.action<SetOptions>(async ({ session, options: { mode, factor } }) => {
        if (factor !== undefined && mode !== 'scaled')
          throw usageError('--factor goes with --mode scaled only');
        const properties = factor === undefined ? { mode } : { mode, factor };
        const { body } = await session.client.request<ClockDocument>('PUT', clockPath(session), {
          body: { properties },
        });
        await printClock(session, body);
      }),
    );
  leaf(clock, 'advance', 'let emulated time pass, in mode manual')
    .addArgument(new Argument('<time>', 'how much: 1500ms, 90s, 5m, 2h, 1d').argParser(durationMs))
    .action(
      runner.action(async ({ session, args: [milliseconds] }) => {
        const path = session.paths.emulator('clock', 'default', 'advance');
        const body = { milliseconds: Number(milliseconds) };
        const answer = await session.client.request<ClockDocument | undefined>('POST', path, { body });
        await printClock(
          session,
          answer.body ?? (await session.client.get<ClockDocument>(clockPath(session))),
        );
      }),
    );
}

function clockPath({ paths }: Session): string {
  return paths.emulator('clock', 'default');
}

async function printClock(session: Session, value: ClockDocument): Promise<void> {
  const fields = Object.entries(value.properties).map(([name, member]) => [name, cell(member)] as const);
  await session.print({ value, lines: () => fieldLines(fields, session.style) });
}
