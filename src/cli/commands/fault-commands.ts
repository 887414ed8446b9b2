import type { Command } from 'commander';
import { FAULTS, type FaultEntry } from '#libs/linux-guest';
import { type CommandRunner, leaf } from '../command-line/leaf-command.js';
import { tableLines } from '../render/table.js';

/** Adds `torpor fault list`, which needs no server: what `--fault` of a VM can be. */
export function addFaultCommands(program: Command, runner: CommandRunner): void {
  const fault = program.command('fault').description('what can be staged to go wrong with a VM');
  leaf(fault, 'list', 'list the kinds of fault; "torpor vm update --fault" sets them').action(
    runner.action(async ({ session }) => {
      const value = Object.entries<FaultEntry>(FAULTS).map(([kind, entry]) => ({ kind, ...entry }));
      const columns = ['fault', 'takes', 'where', 'rule', 'what is the case'].map((title) => ({ title }));
      await session.print({
        value,
        lines: () =>
          tableLines(
            columns,
            value.map(({ kind, takes, where, rule, summary }) => [
              kind,
              takes === 'nothing' ? '' : takes,
              where,
              rule,
              summary,
            ]),
            session.style,
          ),
      });
    }),
  );
}
