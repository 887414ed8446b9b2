import { type Command, Option } from 'commander';
import type { OperationDocument } from '../api-types.js';
import { type CommandRunner, leaf } from '../command-line/leaf-command.js';
import { wholeNumber } from '../command-line/option-values.js';
import { watchOperation } from '../progress/follow-operation.js';
import { operationLines } from '../render/operation.js';
import { printable } from '../render/printable.js';
import { duration } from '../render/quantities.js';
import type { Style } from '../render/style.js';
import { tableLines } from '../render/table.js';
import { stateStyle } from '../render/timeline.js';

interface ListOptions {
  readonly status?: string;
  readonly vm?: string;
  readonly top?: number;
}

const MOST_LISTED = 1_000;

/** Adds `torpor operation ...`. */
export function addOperationCommands(program: Command, runner: CommandRunner): void {
  const operation = program.command('operation').description('operations on VMs, step by step');
  leaf(operation, 'list', 'list operations, newest first')
    .addOption(
      new Option('--status <status>', 'only those').choices([
        'running',
        'succeeded',
        'failed',
        'stuck',
        'canceled',
      ]),
    )
    .option('--vm <name>', 'only those of VMs of this name')
    .option('--top <count>', 'how many', wholeNumber(1, MOST_LISTED))
    .action(
      runner.action<ListOptions>(async ({ session, options: { status, vm, top } }) => {
        const query = { status, vm, top: top?.toString() };
        const value = await session.client.list<OperationDocument>(
          session.paths.emulator('operations'),
          query,
        );
        await session.print({ value, lines: () => operationTableLines(value, session.style) });
      }),
    );
  leaf(operation, 'show <id>', 'show an operation: timeline, devices, findings, verdict')
    .option('--log', 'with the raw events of its log')
    .action(
      runner.action<{ readonly log?: true }>(async ({ session, options, args: [id = ''] }) => {
        const query = options.log === true ? { $expand: 'log' } : {};
        const path = session.paths.emulator('operations', id);
        const value = await session.client.get<OperationDocument>(path, query);
        await session.print({ value, lines: () => operationLines(value, session.style, session.width) });
      }),
    );
  leaf(operation, 'watch <id>', 'follow an operation until it ends').action(
    runner.action(({ session, args: [id = ''] }) => watchOperation(session, id)),
  );
  leaf(operation, 'retry <id>', 'set a stuck operation going again, once its cause is gone').action(
    runner.action(async ({ session, args: [id = ''] }) => {
      const path = session.paths.emulator('operations', id, 'retry');
      const { body: value } = await session.client.request<OperationDocument>('POST', path);
      await session.print({ value, lines: () => operationLines(value, session.style, session.width) });
    }),
  );
  leaf(operation, 'cancel <id>', 'cancel an operation that has not passed its pivot').action(
    runner.action(async ({ session, args: [id = ''] }) => {
      const path = session.paths.emulator('operations', id, 'cancel');
      const { body } = await session.client.request<OperationDocument | undefined>('POST', path);
      const value =
        body ?? (await session.client.get<OperationDocument>(session.paths.emulator('operations', id)));
      await session.print({ value, lines: () => operationLines(value, session.style, session.width) });
    }),
  );
}

function operationTableLines(operations: readonly OperationDocument[], style: Style): readonly string[] {
  const columns = [
    { title: 'id' },
    { title: 'pipeline' },
    { title: 'VM' },
    { title: 'status' },
    { title: 'took', align: 'right' as const },
    { title: 'created' },
    { title: 'error' },
  ];
  const rows = operations.map(({ name, properties }) => [
    name,
    properties.pipeline,
    printable(properties.vmName ?? ''),
    stateStyle(properties.status, style)(properties.status),
    duration(properties.tookMs),
    properties.createdTime ?? '',
    printable(properties.error?.code ?? ''),
  ]);
  return tableLines(columns, rows, style);
}
