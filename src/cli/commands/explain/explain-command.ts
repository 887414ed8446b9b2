import type { Command } from 'commander';
import { explanationPage, type Explanation } from '#libs/explanation';
import type { ArmResource } from '../../api-types.js';
import { CliError } from '../../cli-error.js';
import {
  type CommandRunner,
  givenGroup,
  givenName,
  type GroupOption,
  type NameOption,
  namedLeaf,
  withGroup,
} from '../../command-line/leaf-command.js';
import { EXIT } from '../../exit-codes.js';
import { explanationLines } from '../../render/explanation.js';
import type { Session } from '../../session.js';

interface ExplainOptions {
  readonly html?: string;
}

/** Adds `vm explain`. */
export function addExplainCommand(vm: Command, runner: CommandRunner): void {
  withGroup(namedLeaf(vm, 'explain', 'explain how the last start or hibernation of a VM ended, and why'))
    .option('--html <file>', 'write it as one page to this file instead; - for standard output')
    .action(
      runner.action<GroupOption & NameOption & ExplainOptions>(async (call) => {
        const { session, options } = call;
        const path = session.paths.vmExplanation(givenGroup(call), givenName(call));
        const value = await session.client.get<ArmResource<Explanation>>(path);
        if (options.html !== undefined) {
          await writePage(session, options.html, value.properties);
          return;
        }
        const lines = () => explanationLines(value.properties, session.style, session.width);
        await session.print({ value, lines });
      }),
    );
}

/** Throws `CliError` for a file that cannot be written. */
async function writePage(session: Session, file: string, explanation: Explanation): Promise<void> {
  const page = explanationPage(explanation);
  if (file === '-') {
    session.process.stdout.write(page);
    return;
  }
  const { writeFile } = await import('node:fs/promises');
  try {
    await writeFile(file, page);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(
      {
        code: 'file-unwritable',
        message: `The file ${file} cannot be written: ${reason}.`,
        exit: EXIT.invalid,
      },
      { cause: error },
    );
  }
  session.say(`The page is in ${file}.`);
}
