import type { ListedFleet, Scenario } from '#libs/what-if';
import { canonicalJson } from '../experiment/canonical-json.js';
import { InventoryError, problemText } from '../inventory/inventory-error.js';
import { loadListedFleet } from '../inventory/load-listed-fleet.js';
import type { InventoryReport, LoadedFleet } from '../inventory/loaded-fleet.js';
import { RunError } from './run-error.js';

/** The fleet that was loaded last: regions of one scenario come one after the other, and scenarios often share it. */
let last: { readonly key: string; readonly fleet: Promise<LoadedFleet> } | undefined;

/** The VMs of a scenario that lists them, of all its regions. Not to be changed. Throws `RunError` fleet-unreadable. */
export async function listedFleet(scenario: Scenario, spec: ListedFleet): Promise<LoadedFleet> {
  const groups = scenario.schedule.groups.map(({ name }) => name);
  const { seed, guests } = scenario;
  const key = canonicalJson([spec, groups, seed, guests?.profiles ?? null]);
  if (last?.key !== key) last = { key, fleet: loadListedFleet(spec, groups, seed, guests?.profiles) };
  try {
    return await last.fleet;
  } catch (error) {
    last = undefined;
    throw error instanceof InventoryError ? unreadable(error) : error;
  }
}

function unreadable(error: InventoryError): RunError {
  const { path, fault, message } = error;
  if (fault.kind !== 'bad-rows') return new RunError('fleet-unreadable', message, {}, { cause: error });
  const { count, problems } = fault;
  return new RunError(
    'fleet-unreadable',
    `${path} has ${count} bad ${count === 1 ? 'row' : 'rows'}.`,
    {
      details: problems.map(problemText),
      remedy: 'Correct them, or set onBadRow: skip to leave them out.',
    },
    { cause: error },
  );
}

const MOST_PROBLEMS = 5;

/** What people should know of the files of VMs that scenarios list, in sentences. Throws `RunError`. */
export async function fleetNotes(scenarios: readonly Scenario[]): Promise<readonly string[]> {
  const notes = new Set<string>();
  for (const scenario of scenarios) {
    if (scenario.fleet.kind !== 'listed') continue;
    const { report } = await listedFleet(scenario, scenario.fleet);
    for (const note of notesOf(report)) notes.add(`${scenario.fleet.path}: ${note}`);
  }
  return [...notes];
}

function notesOf({ rows, skipped, problems, unusedColumns, notes }: InventoryReport): readonly string[] {
  const told = problems.slice(0, MOST_PROBLEMS).map(problemText);
  const more = skipped > told.length ? [`and ${skipped - told.length} more`] : [];
  return [
    ...(skipped === 0 ? [] : [`${skipped} of ${rows} rows are left out: ${[...told, ...more].join('; ')}.`]),
    ...(unusedColumns.length === 0 ? [] : [`Columns that mean nothing here: ${unusedColumns.join(', ')}.`]),
    ...notes,
  ];
}
