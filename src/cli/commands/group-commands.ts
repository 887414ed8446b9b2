import type { Command } from 'commander';
import type { GroupDocument } from '../api-types.js';
import {
  type CommandRunner,
  confirmed,
  givenName,
  leaf,
  type NameOption,
  namedLeaf,
} from '../command-line/leaf-command.js';
import { keyValues } from '../command-line/option-values.js';
import { EXIT } from '../exit-codes.js';
import { awaitAccepted } from '../progress/await-accepted.js';
import type { WaitOption } from '../progress/begin-operation.js';
import { printable } from '../render/printable.js';
import type { Style } from '../render/style.js';
import { tableLines } from '../render/table.js';

const DEFAULT_LOCATION = 'eastus';

interface CreateOptions extends NameOption {
  readonly location: string;
  readonly tags?: Readonly<Record<string, string>>;
}

/** Adds `torpor group ...`. */
export function addGroupCommands(program: Command, runner: CommandRunner): void {
  const group = program.command('group').description('resource groups');
  namedLeaf(group, 'create', 'create a resource group, or change its tags')
    .option('-l, --location <region>', 'where', DEFAULT_LOCATION)
    .option('--tags <key=value...>', 'its tags', keyValues)
    .action(
      runner.action<CreateOptions>(async (call) => {
        const { session, options } = call;
        const { location, tags } = options;
        const body = { location, ...(tags === undefined ? {} : { tags }) };
        const path = session.paths.group(givenName(call));
        const { body: value } = await session.client.request<GroupDocument>('PUT', path, { body });
        await session.print({ value, lines: () => groupLines([value], session.style) });
      }),
    );
  leaf(group, 'list', 'list resource groups').action(
    runner.action(async ({ session }) => {
      const value = await session.client.list<GroupDocument>(session.paths.groups());
      await session.print({ value, lines: () => groupLines(value, session.style) });
    }),
  );
  namedLeaf(group, 'show', 'show a resource group').action(
    runner.action<NameOption>(async (call) => {
      const { session } = call;
      const value = await session.client.get<GroupDocument>(session.paths.group(givenName(call)));
      await session.print({ value, lines: () => groupLines([value], session.style) });
    }),
  );
  namedLeaf(group, 'delete', 'delete a resource group with everything in it')
    .option('-y, --yes', 'do not ask')
    .option('--no-wait', 'do not wait until it is gone')
    .action(
      runner.action<NameOption & WaitOption & { readonly yes?: true }>(async (call) => {
        const { session, options } = call;
        const name = givenName(call);
        await confirmed(session, options.yes, `Delete the group ${name} and everything in it?`);
        const answer = await session.client.request('DELETE', session.paths.group(name));
        if (options.wait) await awaitAccepted(session, answer);
        session.say(options.wait ? `Group ${name} is gone.` : `Group ${name} is being deleted.`);
        return EXIT.ok;
      }),
    );
}

function groupLines(groups: readonly GroupDocument[], style: Style): readonly string[] {
  const titles = ['name', 'location', 'state', 'tags'];
  const rows = groups.map(({ name, location, properties, tags }) => [
    printable(name),
    location ?? '',
    properties.provisioningState ?? '',
    printable(
      Object.entries(tags ?? {})
        .map(([key, value]) => `${key}=${value}`)
        .join(' '),
    ),
  ]);
  return tableLines(
    titles.map((title) => ({ title })),
    rows,
    style,
  );
}
