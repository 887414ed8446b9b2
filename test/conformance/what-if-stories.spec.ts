import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ScenarioSummary } from '#libs/what-if';
import { loadCatalogue } from '../../src/catalogue/load-catalogue.js';
import { readExperiment } from '../../src/what-if/experiment/read-experiment.js';
import { figuresOf } from '../../src/what-if/report/figures.js';
import { InProcessExecutor } from '../../src/what-if/run/in-process-executor.js';
import { runExperiment } from '../../src/what-if/run/run-experiment.js';

/** What `examples/what-if/README.md` says of each story holds for a fleet of a few hundred VMs as well. */

const FOLDER = new URL('../../examples/what-if/', import.meta.url);

type Story = Readonly<Record<string, ScenarioSummary>>;

/** Summaries of a shipped experiment by the names of its scenarios. */
async function story(name: string, settings: Readonly<Record<string, string>>): Promise<Story> {
  const overrides = Object.entries(settings).map(([path, value]) => ({ path, value }));
  const text = readFileSync(new URL(`${name}.yaml`, FOLDER), 'utf8');
  const reading = readExperiment(text, overrides, loadCatalogue());
  if (reading.kind === 'invalid') throw new Error(JSON.stringify(reading.issues));
  const { summaries } = await runExperiment(reading.experiment, {
    executor: new InProcessExecutor(),
    version: '0.0.0',
  });
  return Object.fromEntries(summaries.flatMap((each) => (each === undefined ? [] : [[each.name, each]])));
}

/** How often acts of a scenario ended so, by rule, all days together. */
function acts(summary: ScenarioSummary, kind: string): Readonly<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const { kind: ended, rule = '', count } of summary.verdicts) {
    if (ended === kind) found[rule] = (found[rule] ?? 0) + count;
  }
  return found;
}

function table<Value>(
  told: Story,
  value: (summary: ScenarioSummary) => Value,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(told).map(([name, summary]) => [name, value(summary)]));
}

const noHost = ({ counts }: ScenarioSummary) => ({
  room: counts.resumesFailedCapacity,
  match: counts.resumesFailedCompat,
});

describe('the story of the policies', () => {
  let told: Story;
  let sleeping: number;
  let withVf: number;
  beforeAll(async () => {
    told = await story('policy-ablation', { vms: '600' });
    sleeping = told['azure']!.nights[0]!.hibernationsByKind.asleep!;
    withVf = acts(told['azure with VFs left in']!, 'degraded')['R65']!;
  });

  it('has all come back whole under azure, and none under local-hyperv', () => {
    expect(sleeping).toBeGreaterThan(400);
    expect(table(told, (summary) => figuresOf(summary).wholeShare)).toMatchObject({
      azure: 1,
      'local-hyperv': 0,
      'only SCSI pinned': 0,
    });
    expect(table(told, ({ vmsByWorst: { hung, degraded } }) => ({ hung, degraded }))).toEqual({
      azure: { hung: 0, degraded: 0 },
      'local-hyperv': { hung: sleeping, degraded: 0 },
      'only SCSI pinned': { hung: 0, degraded: sleeping },
      'azure with VFs left in': { hung: 0, degraded: withVf },
    });
  });

  it('lets nobody sleep a second time who has lost a NIC or a VF', () => {
    const second = table(told, ({ nights }) => nights[1]!.hibernationsByKind.asleep ?? 0);
    expect(withVf).toBeGreaterThan(0);
    expect(withVf).toBeLessThan(sleeping);
    expect(second).toMatchObject({
      azure: sleeping,
      'only SCSI pinned': 0,
      'azure with VFs left in': sleeping - withVf,
    });
  });
});

describe('the story of nine o’clock', () => {
  let told: Story;
  beforeAll(async () => {
    told = await story('nine-oclock-storm', { vms: '500', available: '2%' });
  });

  it('turns requests away, but fewer of clients that back off, and of those it gives up none', () => {
    const { 'as it is': plain, 'clients back off': patient } = table(told, ({ throttled }) => throttled);
    expect(plain!.givenUp).toBeGreaterThan(0);
    expect(patient!.givenUp).toBe(0);
    expect(patient!.starts).toBeGreaterThan(0);
    expect(patient!.starts).toBeLessThan(plain!.starts / 2);
  });

  it('makes those wait who back off, longer than a second subscription or a stagger does', () => {
    const p99 = table(told, (summary) => figuresOf(summary).ready!.p99Ms);
    expect(p99['clients back off']).toBeGreaterThan(p99['second subscription']! * 5);
    expect(p99['clients back off']).toBeGreaterThan(p99['stagger by tenant']! * 5);
  });

  it('turns nobody away who comes staggered, at the price of VMs that run earlier', () => {
    const refused = table(told, ({ throttled }) => throttled.starts);
    expect([refused['stagger by tenant'], refused['stagger and second subscription']]).toEqual([0, 0]);
    expect(refused['second subscription']).toBeLessThan(refused['clients back off']! / 10);
    const saved = table(told, ({ money }) => money!.savedUsd);
    expect(saved['stagger by tenant']).toBeLessThan(saved['second subscription']!);
    expect(saved['stagger by tenant']).toBeGreaterThan(saved['second subscription']! * 0.95);
  });
});

describe('the story of the kernels', () => {
  let told: Story;
  beforeAll(async () => {
    told = await story('kernel-eras', { vms: '300' });
  });

  it('tells no kernels apart while no device is lost', () => {
    const digests = table(told, ({ counts }) => counts.digest);
    expect(digests['all devices kept, half of each']).toBe(digests['all devices kept, before 6.14']);
    expect(digests['all devices kept, from 6.14 on']).toBe(digests['all devices kept, before 6.14']);
    expect(figuresOf(told['all devices kept, before 6.14']!).wholeShare).toBe(1);
  });

  it('R48 hangs older kernels at the second hibernation, and harms newer ones in nothing but the heartbeat', () => {
    const fates = table(told, ({ vmsByWorst: { hung, degraded } }) => ({ hung, degraded }));
    const half = fates['heartbeat not kept, half of each']!;
    expect(fates).toMatchObject({
      'heartbeat not kept, before 6.14': { hung: 300, degraded: 0 },
      'heartbeat not kept, from 6.14 on': { hung: 0, degraded: 300 },
    });
    expect([half.hung + half.degraded, half.hung > 100, half.degraded > 100]).toEqual([300, true, true]);
    const nights = told['heartbeat not kept, before 6.14']!.nights.map(
      ({ hibernationsByKind: { asleep = 0, hung = 0 } }) => ({ asleep, hung }),
    );
    expect(nights.slice(0, 2)).toEqual([
      { asleep: 300, hung: 0 },
      { asleep: 0, hung: 300 },
    ]);
    expect(Object.keys(acts(told['heartbeat not kept, before 6.14']!, 'hung'))).toEqual(['R48']);
  });

  it('DEVICES-5 shows as ten seconds of the first morning, where kernels wait for what does not come', () => {
    const first = table(told, ({ nights }) => nights[1]!.readyP50Ms);
    const kept = first['all devices kept, before 6.14']!;
    expect(first['heartbeat not kept, before 6.14']! - kept).toBeGreaterThan(9_000);
    expect(first['heartbeat not kept, before 6.14']! - kept).toBeLessThan(11_000);
    expect(first['heartbeat not kept, from 6.14 on']).toBe(kept);
  });
});

describe('the story of the retirement', () => {
  let told: Story;
  beforeAll(async () => {
    told = await story('host-retirement', { vms: '600' });
  });

  it('leaves pinned VMs without a host whatever takes its place, and others where there is no room', () => {
    const found = table(told, noHost);
    expect([found['kept'], found['half retired']!.room, found['replaced']!.room]).toEqual([
      { room: 0, match: 0 },
      0,
      0,
    ]);
    expect(found['retired']!.room).toBeGreaterThan(0);
    expect(found['half retired']!.match).toBeGreaterThan(0);
    expect(found['replaced']!.match).toBeGreaterThan(found['half retired']!.match);
    const lost = table(told, (summary) => figuresOf(summary).notPlaced);
    expect(lost['replaced']).toBeLessThan(lost['retired']!);
  });

  it('loses nobody when nobody is pinned and there is room', async () => {
    const free = await story('host-retirement', { vms: '600', pinned: '0' });
    expect(noHost(free['replaced']!)).toEqual({ room: 0, match: 0 });
    expect(noHost(free['retired']!).match).toBe(0);
  });
});

describe('the story of saving and risk', () => {
  let told: Story;
  beforeAll(async () => {
    told = await story('saving-versus-risk', { vms: '600' });
  });

  it('saves more with the weekend, and the same on fewer hosts', () => {
    const saved = table(told, ({ money }) => money!.savedUsd);
    expect(saved['never']).toBe(0);
    expect(saved['nights']).toBeGreaterThan(0);
    expect(saved['nights and weekend']).toBeGreaterThan(saved['nights']!);
    expect([saved['nights on fewer hosts'], saved['nights and weekend on fewer hosts']]).toEqual([
      saved['nights'],
      saved['nights and weekend'],
    ]);
    const hosts = table(told, (summary) => figuresOf(summary).hosts);
    expect(hosts['nights on fewer hosts']).toBeLessThan(hosts['nights']!);
    const used = table(told, (summary) => figuresOf(summary).mostHostsUsed);
    expect(used['never']).toBeGreaterThan(hosts['nights on fewer hosts']!);
  });

  it('finds no host for some on too few, and for all on the others', () => {
    const lost = table(told, (summary) => figuresOf(summary).notPlaced);
    const { 'nights and weekend on too few hosts': tooFew, ...others } = lost;
    expect(tooFew).toBeGreaterThan(0);
    expect(new Set(Object.values(others))).toEqual(new Set([0]));
  });

  it('R83 loses the memory of images without resume= wherever VMs sleep', () => {
    const { never, ...others } = table(told, ({ vmsByWorst }) => vmsByWorst['memory-lost']);
    expect(never).toBe(0);
    expect(new Set(Object.values(others)).size).toBe(1);
    expect(others['nights']).toBeGreaterThan(0);
    expect(Object.keys(acts(told['nights']!, 'cold'))).toEqual(['R83']);
  });
});
