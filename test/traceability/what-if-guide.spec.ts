import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FATE_KINDS, SERIES_COLUMNS, WORST_FATES } from '#libs/what-if';
import type { z } from 'zod';
import { loadCatalogue } from '../../src/catalogue/load-catalogue.js';
import { EXPERIMENT_MEMBERS } from '../../src/what-if/experiment/document/overrides.js';
import { readExperiment } from '../../src/what-if/experiment/read-experiment.js';
import { clustersSchema } from '../../src/what-if/experiment/schema/clusters-schema.js';
import { guestsSchema, moneySchema } from '../../src/what-if/experiment/schema/guests-schema.js';
import { faultsDocument, hostEventsDocument } from '../../src/what-if/experiment/schema/happening-schema.js';
import { machineSchema, quantitiesSchema } from '../../src/what-if/experiment/schema/machine-schema.js';
import { limitsSchema, placementSchema } from '../../src/what-if/experiment/schema/running-schema.js';
import { SCENARIO_MEMBERS } from '../../src/what-if/experiment/schema/scenario-schema.js';
import { scheduleSchema, WEEKDAYS } from '../../src/what-if/experiment/schema/schedule-schema.js';
import { VM_COLUMNS } from '../../src/what-if/parquet/write-vms.js';
import { InProcessExecutor } from '../../src/what-if/run/in-process-executor.js';
import { runExperiment } from '../../src/what-if/run/run-experiment.js';

const file = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const GUIDE = file('docs/what-if.md');
/** Words within code of the guide, on lines or in blocks. */
const WORDS: ReadonlySet<string> = new Set(
  [...GUIDE.matchAll(/```[\s\S]*?```|`[^`]+`/g)].flatMap(([code]) => code.match(/[\w.-]+/g) ?? []),
);
const missing = (names: readonly string[]) => names.filter((name) => !WORDS.has(name));

type Inner = { readonly def: Readonly<Record<string, unknown>>; readonly shape?: Record<string, Inner> };

/** Names of members at any depth, and values of choices. What a schema reads by a function is not seen. */
function namesIn(schema: z.ZodType): readonly string[] {
  const walk = (inner: unknown): readonly string[] => {
    const { def, shape } = inner as Inner;
    if (shape !== undefined)
      return Object.entries(shape).flatMap(([name, member]) => [name, ...walk(member)]);
    if (def['type'] === 'enum') return Object.values(def['entries'] as Record<string, string>);
    return [def['innerType'], def['element'], def['valueType']].flatMap((part) =>
      part === undefined ? [] : walk(part),
    );
  };
  return [...new Set(walk(schema))];
}

describe('the guide to what-if', () => {
  it('has every member of an experiment and of a scenario', () => {
    expect(missing([...EXPERIMENT_MEMBERS, ...SCENARIO_MEMBERS])).toEqual([]);
  });

  it.each(
    Object.entries({
      clustersSchema,
      faultsDocument,
      hostEventsDocument,
      limitsSchema,
      machineSchema,
      moneySchema,
      placementSchema,
      quantitiesSchema,
      scheduleSchema,
    }),
  )('has what %s reads', (_name, schema) => {
    const names = namesIn(schema);
    expect(names.length).toBeGreaterThan(1);
    const words = names.flatMap((name) => name.split(' '));
    expect(missing(words.filter((word) => !WEEKDAYS.some((day) => day === word)))).toEqual([]);
  });

  it('leaves members of guest profiles to the profiles', () => {
    const own = namesIn(guestsSchema).filter((name) =>
      ['images', 'kernels', 'profiles', 'extends'].includes(name),
    );
    expect([own.length, missing(own)]).toEqual([4, []]);
  });

  it('has every column and member of the results', async () => {
    const text = file('examples/what-if/saving-versus-risk.yaml');
    const reading = readExperiment(text, [{ path: 'vms', value: '50' }], loadCatalogue());
    if (reading.kind === 'invalid') throw new Error(JSON.stringify(reading.issues));
    const plan = { ...reading.experiment, scenarios: reading.experiment.scenarios.slice(1, 2) };
    const { summaries, document } = await runExperiment(plan, {
      executor: new InProcessExecutor(),
      version: '0.0.0',
    });
    const summary = summaries[0]!;
    const parts = [
      summary,
      summary.counts,
      summary.nights[0]!,
      summary.hosts,
      summary.money!,
      summary.throttled,
    ];
    expect(missing([...parts, document.scenarios[0]!].flatMap((part) => Object.keys(part)))).toEqual([]);
    expect(missing([...VM_COLUMNS.map(({ name }) => name), ...SERIES_COLUMNS])).toEqual([]);
    expect(missing([...FATE_KINDS, ...WORST_FATES])).toEqual([]);
  });

  it('is linked from the README, and every story has its paragraph', () => {
    expect(file('README.md')).toContain('(docs/what-if.md)');
    expect(file('README.md')).toContain('(examples/what-if/README.md)');
    const stories = readdirSync(new URL('../../examples/what-if/', import.meta.url)).filter((name) =>
      name.endsWith('.yaml'),
    );
    const readme = file('examples/what-if/README.md');
    expect(stories.length).toBeGreaterThan(0);
    expect(
      stories.filter((name) => !readme.includes(`## [${name.replace('.yaml', '')}](${name}): `)),
    ).toEqual([]);
  });
});
