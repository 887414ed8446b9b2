#!/usr/bin/env node
/**
 * Speed and memory of fleet what-if, in one run on one machine: the comparison workload beside its C++ reference
 * (compiled here with g++), the full model over three nights, matching alone, two threads beside one, reading an
 * inventory. CPU time is that of whole processes, their start and all their threads included. Writes
 * bench/results/what-if.json and prints tables. `node bench/what-if.mjs [--quick] [--ten-million] [--threads-only]`; the
 * last measures threads again and keeps the other results.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { better, runNode, runReference } from './what-if/run-program.mjs';

const file = (path) => fileURLToPath(new URL(path, import.meta.url));
const TORPOR = file('../bin/torpor.mjs');
const STORM = file('../examples/what-if/resume-storm.yaml');
const FULL_MODEL = file('./what-if/full-model.yaml');
const isQuick = process.argv.includes('--quick');
const sizes = [
  ...(isQuick ? [10_000] : [100_000, 1_000_000]),
  ...(process.argv.includes('--ten-million') ? [10_000_000] : []),
];
const RESULTS = new URL('./results/what-if.json', import.meta.url);
const turnsOf = (vms) => (vms <= 100_000 ? 3 : vms <= 1_000_000 ? 4 : 2);

const references = JSON.parse(
  await readFile(new URL('./resume-storm/reference.json', import.meta.url), 'utf8'),
);
const folder = await mkdtemp(join(tmpdir(), 'torpor-bench-'));
try {
  const results = process.argv.includes('--threads-only')
    ? { ...JSON.parse(await readFile(RESULTS, 'utf8')), threads: await threads() }
    : await everything();
  print(results);
  if (!isQuick) await keep(results);
} finally {
  await rm(folder, { recursive: true, force: true });
}

async function everything() {
  return {
    comparison: await comparison(await compiled()),
    fullModel: await fullModel(),
    matching: JSON.parse((await runNode([file('./what-if/match-devices.mjs')])).stdout),
    threads: await threads(),
    inventory: JSON.parse(
      (await runNode([file('./what-if/read-inventory.mjs'), ...(isQuick ? ['50000'] : [])])).stdout,
    ),
  };
}

async function threads() {
  const quick = isQuick ? ['20000', '1'] : [];
  return JSON.parse((await runNode([file('./what-if/share-out.mjs'), ...quick])).stdout);
}

async function compiled() {
  const binary = join(folder, 'resume_storm');
  execFileSync('g++', ['-O2', '-std=c++17', '-o', binary, file('./resume-storm/resume_storm.cpp')]);
  return binary;
}

async function comparison(binary) {
  const rows = [];
  for (const vms of sizes) {
    let ours;
    let theirs;
    // In turns, so that a busy moment of the machine does not hit one of them alone.
    for (let turn = 0; turn < turnsOf(vms); turn++) {
      const run = await runNode([TORPOR, 'whatif', 'run', STORM, '--set', `vms=${vms}`, '--output', 'json']);
      const { digest, events } = JSON.parse(run.stdout);
      ours = { ...better(ours, run), digest, events };
      theirs = better(theirs, await runReference(binary, [String(vms)]));
    }
    const known = references.runs.find(
      (run) => run.n === vms && run.policy === 1 && !run.baseline && run.seed === 20240607,
    );
    for (const digest of [theirs.digest, known?.results.digest ?? ours.digest]) {
      if (digest !== ours.digest) throw new Error(`${vms} VMs: digest ${ours.digest}, not ${digest}`);
    }
    rows.push({
      vms,
      events: ours.events,
      digest: ours.digest,
      torpor: figures(ours),
      reference: figures(theirs),
      cpuRatio: ratio(ours.cpuSeconds, theirs.cpuSeconds),
      wallRatio: ratio(ours.wallSeconds, theirs.wallSeconds),
    });
  }
  return withExponents(rows, (row) => row.torpor.cpuSeconds);
}

async function fullModel() {
  const rows = [];
  for (const vms of sizes) {
    let ours;
    for (let turn = 0; turn < (vms <= 1_000_000 ? 2 : 1); turn++) {
      ours = better(
        ours,
        await runNode([TORPOR, 'whatif', 'run', FULL_MODEL, '--set', `vms=${vms}`, '--output', 'json']),
      );
    }
    rows.push({ vms, torpor: figures(ours) });
  }
  return withExponents(rows, (row) => row.torpor.cpuSeconds);
}

function withExponents(rows, of) {
  return rows.map((row, at) => {
    const before = rows[at - 1];
    if (before === undefined) return row;
    const exponent = Math.log10(of(row) / of(before)) / Math.log10(row.vms / before.vms);
    return { ...row, growthExponent: Number(exponent.toFixed(2)) };
  });
}

function figures({ cpuSeconds, wallSeconds, peakMib }) {
  return { cpuSeconds: Number(cpuSeconds.toFixed(2)), wallSeconds: Number(wallSeconds.toFixed(2)), peakMib };
}

function ratio(ours, theirs) {
  return Number((ours / theirs).toFixed(2));
}

function print({ comparison: rows, fullModel: full, matching, threads: shared, inventory }) {
  const say = (line) => process.stdout.write(`${line}\n`);
  say('comparison workload (placement only), CPU s / wall s / peak MiB');
  for (const { vms, torpor, reference, cpuRatio, wallRatio, growthExponent = '' } of rows) {
    say(
      `${vms}: torpor ${tell(torpor)}, C++ ${tell(reference)}; ratio ${cpuRatio} CPU, ${wallRatio} wall ${growthExponent}`,
    );
  }
  say('full model, three nights');
  full.forEach(({ vms, torpor, growthExponent = '' }, at) => {
    say(
      `${vms}: ${tell(torpor)}, ${ratio(torpor.cpuSeconds, rows[at].torpor.cpuSeconds)} times placement alone ${growthExponent}`,
    );
  });
  say(
    `matching: ${matching.everyDevicePerCpuSecond} VMs of ${matching.devices} devices a CPU second, ${matching.byShapePerCpuSecond} by shape`,
  );
  say(`two threads: ${shared.grid.speedUp} on a grid, ${shared.regions.speedUp} in two regions`);
  say(`inventory of ${inventory.rows} VMs: ${inventory.wallSeconds} s wall, ${inventory.cpuSeconds} s CPU`);
}

function tell({ cpuSeconds, wallSeconds, peakMib }) {
  return `${cpuSeconds} / ${wallSeconds} / ${peakMib}`;
}

async function keep(results) {
  const machine = `${cpus().length} x ${cpus()[0].model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux, Node ${process.version}; shared and noisy`;
  const [load] = loadavg();
  const report = {
    measured: new Date().toISOString().slice(0, 10),
    machine,
    load: Number(load.toFixed(1)),
    ...results,
  };
  await mkdir(new URL('./results/', import.meta.url), { recursive: true });
  await writeFile(RESULTS, `${JSON.stringify(report, null, 2)}\n`);
}
