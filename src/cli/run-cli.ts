import { CommanderError } from 'commander';
import { CliError, InterruptedError } from './cli-error.js';
import type { CliProcess } from './cli-process.js';
import { CommandRunner } from './command-line/leaf-command.js';
import { errorLines } from './error-lines.js';
import { EXIT, type Exit } from './exit-codes.js';
import { buildProgram } from './program.js';
import { styleFor } from './render/style.js';
import type { ServerPrograms } from './server-commands.js';
import { productVersion } from './version.js';

/**
 * Runs one command line, without the name of the program, and answers its exit code. Never throws: what goes wrong
 * is on stderr. Without `programs` there are only the commands that talk to a server.
 */
export async function runCli(
  args: readonly string[],
  process: CliProcess,
  programs?: ServerPrograms,
): Promise<Exit> {
  const runner = new CommandRunner(process);
  try {
    const program = buildProgram(runner, programs, productVersion());
    if (args.length === 0) {
      program.outputHelp();
      return EXIT.ok;
    }
    await program.parseAsync([...args], { from: 'user' });
    return runner.exit;
  } catch (error) {
    return report(error, process);
  }
}

function report(error: unknown, { stderr, env }: CliProcess): Exit {
  const say = (lines: readonly string[]) => stderr.write(lines.map((line) => `${line}\n`).join(''));
  // Help and version have been printed, and so has what commander had to say about wrong usage.
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.invalid;
  if (error instanceof InterruptedError) {
    say(error.hint);
    return EXIT.interrupted;
  }
  const style = styleFor(stderr, env);
  if (error instanceof CliError) {
    say(errorLines(error.problem, style));
    return error.problem.exit;
  }
  const message = error instanceof Error ? error.message : String(error);
  say(errorLines({ code: 'internal', message, exit: EXIT.unexpected }, style));
  if (env['TORPOR_DEBUG'] && error instanceof Error) say([error.stack ?? '']);
  return EXIT.unexpected;
}
