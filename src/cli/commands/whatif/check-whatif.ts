import type { Scenario } from '#libs/what-if';
import { scenarioSha256 } from '../../../what-if/experiment/scenario-hash.js';
import type { Call } from '../../command-line/leaf-command.js';
import { printable } from '../../render/printable.js';
import { tableLines } from '../../render/table.js';
import { experimentFile } from './experiment-file.js';
import type { ExperimentOptions } from './whatif-options.js';

/** `whatif validate`: throws with every issue, or says what there is. */
export async function validate({ session, options, args }: Call<ExperimentOptions>): Promise<void> {
  const { name, axes, scenarios } = await experimentFile(session, args[0] ?? '', options);
  const value = {
    name,
    valid: true,
    axes: Object.fromEntries(axes.map((axis) => [axis.name, axis.options])),
    scenarios: scenarios.length,
  };
  await session.print({
    value,
    lines: () => [
      `${printable(name)} is valid: ${scenarios.length} ${scenarios.length === 1 ? 'scenario' : 'scenarios'}`,
      ...axes.map((axis) => printable(`  ${axis.name}: ${axis.options.join(', ')}`)),
    ],
  });
}

/** What is told of each scenario beside its options. */
const FIXED: readonly { readonly title: string; readonly cellOf: (scenario: Scenario) => string }[] = [
  { title: 'seed', cellOf: ({ seed }) => String(seed) },
  { title: 'days', cellOf: ({ days }) => String(days) },
  { title: 'sha256', cellOf: (scenario) => scenarioSha256(scenario).slice(0, 12) },
];

/** `whatif expand`: the scenarios, complete as JSON and in short as a table. */
export async function expand({ session, options, args }: Call<ExperimentOptions>): Promise<void> {
  const { axes, scenarios } = await experimentFile(session, args[0] ?? '', options);
  const names = axes.map(({ name }) => name);
  const fixed = FIXED.filter(({ title }) => !names.includes(title));
  const titles = ['scenario', ...names, ...fixed.map(({ title }) => title)];
  await session.print({
    value: scenarios.map((scenario) => ({ sha256: scenarioSha256(scenario), ...scenario })),
    lines: () =>
      tableLines(
        titles.map((title) => ({ title: printable(title) })),
        scenarios.map((scenario) => [
          printable(scenario.name),
          ...names.map((name) => printable(scenario.options[name] ?? '')),
          ...fixed.map(({ cellOf }) => cellOf(scenario)),
        ]),
        session.style,
      ),
  });
}
