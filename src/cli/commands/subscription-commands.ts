import type { Command } from 'commander';
import type { SubscriptionDocument } from '../access-types.js';
import { type CommandRunner, leaf } from '../command-line/leaf-command.js';
import { cell } from '../render/printable.js';
import type { Style } from '../render/style.js';
import { tableLines } from '../render/table.js';

/** Adds `torpor subscription ...`. */
export function addSubscriptionCommands(program: Command, runner: CommandRunner): void {
  const subscription = program.command('subscription').description('subscriptions of the installation');
  leaf(subscription, 'list', 'list the subscriptions in which you have a role').action(
    runner.action(async ({ session }) => {
      const value = await session.client.list<SubscriptionDocument>(session.paths.subscriptions());
      await session.print({ value, lines: () => subscriptionLines(value, session.style) });
    }),
  );
  leaf(subscription, 'add <id>', 'add a subscription by its id, a GUID, or give one another name')
    .requiredOption('-n, --name <name>', 'its display name')
    .action(
      runner.action<{ readonly name: string }>(async ({ session, options, args: [id = ''] }) => {
        const { body } = await session.client.request<SubscriptionDocument>(
          'PUT',
          session.paths.installation('subscriptions', id),
          { body: { properties: { displayName: options.name } } },
        );
        await session.print({ value: body, lines: () => subscriptionLines([body], session.style) });
      }),
    );
}

function subscriptionLines(subscriptions: readonly SubscriptionDocument[], style: Style): readonly string[] {
  return tableLines(
    ['id', 'name', 'state', 'tenant'].map((title) => ({ title })),
    subscriptions.map(({ subscriptionId, displayName, state, tenantId }) => [
      cell(subscriptionId),
      cell(displayName),
      cell(state),
      cell(tenantId),
    ]),
    style,
  );
}
