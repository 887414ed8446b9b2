import { type Command, Option } from 'commander';
import { FAULTS, type FaultEntry } from '#libs/linux-guest';
import { ARMABLE_FAULTS, ARMABLE_KINDS } from '#libs/platform-faults';
import { ERROR_TABLE } from '../../errors/error-table.js';
import type { FaultDocument } from '../api-types.js';
import { usageError } from '../cli-error.js';
import {
  type CommandRunner,
  givenName,
  leaf,
  type NameOption,
  namedLeaf,
} from '../command-line/leaf-command.js';
import { tableLines } from '../render/table.js';
import type { Session } from '../session.js';
import { addArmCommand } from './fault-arm-command.js';
import { faultLines, faultTableLines } from './fault-lines.js';

interface ListOptions {
  readonly armed?: true;
}

/** Adds `torpor fault ...`: what can be staged and armed, which needs no server, and what is armed on one. */
export function addFaultCommands(program: Command, runner: CommandRunner): void {
  const fault = program.command('fault').description('what can be staged to go wrong');
  leaf(
    fault,
    'list',
    'list the faults of a VM ("torpor vm update --fault" sets them), or those that are armed',
  )
    .addOption(new Option('--armed', 'the faults that are armed on the server'))
    .action(
      runner.action<ListOptions>(({ session, options: { armed } }) =>
        armed === true ? printArmed(session) : printFaultsOfVms(session),
      ),
    );
  leaf(fault, 'kinds', 'list everything that can be armed').action(
    runner.action(({ session }) => printKinds(session)),
  );
  addArmCommand(fault, runner);
  namedLeaf(fault, 'show', 'show an armed fault and what it has struck').action(
    runner.action<NameOption>(async (call) => {
      const { session } = call;
      const path = session.paths.emulator('faults', givenName(call));
      await printFaults(session, [await session.client.get<FaultDocument>(path)]);
    }),
  );
  namedLeaf(fault, 'disarm', 'a fault strikes nothing any more and lets go of what it holds')
    .option('--all', 'every fault that is armed')
    .action(
      runner.action<NameOption & { readonly all?: true }>(async (call) => {
        const { session, options, args } = call;
        const isNamed = options.name !== undefined || args.length > 0;
        if (options.all === true && isNamed) throw usageError('--all goes without a name');
        const names = options.all === true ? await armedNames(session) : [givenName(call)];
        const disarmed: FaultDocument[] = [];
        for (const name of names) {
          const path = session.paths.emulator('faults', name, 'disarm');
          disarmed.push((await session.client.request<FaultDocument>('POST', path)).body);
        }
        await (options.all === true
          ? session.print({ value: disarmed, lines: () => faultTableLines(disarmed, session.style) })
          : printFaults(session, disarmed));
      }),
    );
}

/** Spent ones too: what they hold is held until they are disarmed. */
async function armedNames(session: Session): Promise<readonly string[]> {
  const faults = await session.client.list<FaultDocument>(session.paths.emulator('faults'));
  return faults.filter(({ properties }) => properties.status !== 'disarmed').map(({ name }) => name);
}

async function printFaults(session: Session, faults: readonly FaultDocument[]): Promise<void> {
  for (const value of faults) await session.print({ value, lines: () => faultLines(value, session.style) });
}

async function printArmed(session: Session): Promise<void> {
  const value = await session.client.list<FaultDocument>(session.paths.emulator('faults'));
  await session.print({ value, lines: () => faultTableLines(value, session.style) });
}

async function printFaultsOfVms(session: Session): Promise<void> {
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
}

async function printKinds(session: Session): Promise<void> {
  const value = ARMABLE_KINDS.map((kind) => {
    const { code, ...entry } = ARMABLE_FAULTS[kind];
    return { kind, ...entry, ...(code === undefined ? {} : { armCode: ERROR_TABLE[code].armCode }) };
  });
  const columns = ['kind', 'strikes', 'parameters', 'client sees', 'rule', 'what happens'];
  await session.print({
    value,
    lines: () =>
      tableLines(
        columns.map((title) => ({ title })),
        value.map(({ kind, place, parameters, armCode = '', rule, summary }) => [
          kind,
          place,
          parameters.join(', '),
          armCode,
          rule,
          summary,
        ]),
        session.style,
      ),
  });
}
