import { type Command, Option } from 'commander';
import type { ActivityDocument } from '../access-types.js';
import {
  type Call,
  type CommandRunner,
  type GroupOption,
  leaf,
  optionalGroup,
  withGroup,
} from '../command-line/leaf-command.js';
import { wholeNumber } from '../command-line/option-values.js';
import { cell } from '../render/printable.js';
import type { Style } from '../render/style.js';
import { tableLines } from '../render/table.js';

interface ListOptions extends GroupOption {
  readonly limit: number;
  readonly installation?: true;
}

const DEFAULT_LIMIT = 50;
const MOST_EVENTS = 100_000;
/** As many as the server puts on one page. */
const PAGE_SIZE = 1_000;

/** Adds `torpor activity ...`. */
export function addActivityCommands(program: Command, runner: CommandRunner): void {
  const activity = program.command('activity').description('who changed what');
  withGroup(leaf(activity, 'list', 'list what was done, newest first, in a group or in the subscription'))
    .option('--limit <count>', 'so many at most', wholeNumber(1, MOST_EVENTS), DEFAULT_LIMIT)
    .addOption(
      new Option(
        '--installation',
        'what belongs to no subscription instead: principals, hosts, subscriptions',
      ).conflicts('resourceGroup'),
    )
    .action(runner.action<ListOptions>(list));
}

async function list(call: Call<ListOptions>): Promise<void> {
  const { session, options } = call;
  const { limit, installation: isOfInstallation = false } = options;
  const group = isOfInstallation ? undefined : optionalGroup(call);
  const query = {
    ...(group === undefined ? {} : { $filter: `resourceGroupName eq '${group.replaceAll("'", "''")}'` }),
    $top: String(Math.min(limit, PAGE_SIZE)),
  };
  const path = session.paths.activities(isOfInstallation ? 'installation' : 'subscription');
  const value = await session.client.list<ActivityDocument>(path, query, limit);
  await session.print({ value, lines: () => activityLines(value, session.style) });
}

function activityLines(activities: readonly ActivityDocument[], style: Style): readonly string[] {
  return tableLines(
    ['time', 'status', 'what', 'operation', 'resource', 'caller'].map((title) => ({ title })),
    activities.map(({ eventTimestamp, status, subStatus, operationName, resourceId, caller }) => [
      cell(eventTimestamp),
      status.value === 'Failed' ? style.bad(cell(status.value)) : cell(status.value),
      cell(subStatus?.value),
      cell(operationName.value),
      cell(shortId(resourceId)),
      cell(caller),
    ]),
    style,
  );
}

/** An id without the subscription, which is the same for all, and without providers, which the operation names. */
function shortId(id: string): string {
  return id
    .replace(/^\/subscriptions\/[^/]+/i, '')
    .replace(/^\/resourceGroups\//i, '')
    .replaceAll(/\/?providers\/[^/]+\//gi, '/')
    .replace(/^\/(?=.)/, '');
}
