// How far one Redis goes with what-if runs that are shared out: `node bench/what-if-distributed.mjs` after a build.
// Prints a JSON document. CPU times are of the processes, so that other work on the machine does not count; wall times
// are told beside them. Sizes: TORPOR_BENCH_VMS (default 1,000,000), TORPOR_BENCH_SHARDS (default 2,000; 0: only the large
// shards, and nothing that needs all VMs in one process).
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { loadCatalogue } from '../dist/src/catalogue/load-catalogue.js';
import { DistributedExecutor } from '../dist/src/what-if/distribute/distributed-executor.js';
import { decodeExactly, encodeExactly } from '../dist/src/what-if/distribute/exact-encoding.js';
import { readExperiment } from '../dist/src/what-if/experiment/read-experiment.js';
import { runShardTask } from '../dist/src/what-if/run/run-shard-task.js';
import { summarise } from '../dist/libs/what-if/src/index.js';

const VMS = Number(process.env.TORPOR_BENCH_VMS ?? 1_000_000);
const SHARDS = Number(process.env.TORPOR_BENCH_SHARDS ?? 2_000);
const WORKERS = [1, 2, 3];
const REGIONS = 10;
const VERSION = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
const at = (path) => fileURLToPath(new URL(path, import.meta.url));

function scenarioOf(example, set) {
  const text = readFileSync(at(`../examples/what-if/${example}.yaml`), 'utf8');
  const overrides = Object.entries(set).map(([path, value]) => ({ path, value: String(value) }));
  const reading = readExperiment(text, overrides, loadCatalogue());
  if (reading.kind === 'invalid') throw new Error(JSON.stringify(reading.issues));
  return reading.experiment.scenarios[0];
}

/** The same VMs and hosts, shared out over regions. */
function inRegions(scenario, count) {
  const names = Array.from({ length: count }, (_, index) => `region-${index}`);
  const [cluster] = scenario.clusters.clusters;
  return {
    ...scenario,
    fleet: { ...scenario.fleet, regions: names.map((value) => ({ weight: 1, value })) },
    clusters: {
      ...scenario.clusters,
      clusters: names.map((region) => ({ ...cluster, name: region, region })),
    },
  };
}

const tasksOf = (scenario, scenarioIndex, keepsVms) =>
  scenario.fleet.regions.map(({ value: region }, regionIndex) => ({
    scenarioIndex,
    regionIndex,
    region,
    scenario,
    keepsVms,
  }));

const round = (value, digits = 2) => Number(value.toPrecision(digits + 1));

/** Milliseconds of CPU that this process spends on something. */
async function cpuMs(work) {
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { value, ms: (user + system) / 1_000 };
}

/** What the outcome of one region takes as bytes, and its encoding in time. */
async function encoding(name, scenario) {
  const [task] = tasksOf(scenario, 0, true);
  const run = await cpuMs(() => runShardTask(task));
  const { outcome } = run.value;
  const encoded = await cpuMs(() => encodeExactly(outcome));
  const decoded = await cpuMs(() => decodeExactly(encoded.value));
  const small = encodeExactly({ ...outcome, vms: undefined });
  const columns = Object.values(outcome.vms).filter((column) => ArrayBuffer.isView(column));
  const raw = columns.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const { vmCount: vms } = outcome;
  return {
    name,
    vms,
    runCpuMs: round(run.ms),
    rawColumnBytesPerVm: round(raw / vms),
    encodedBytesPerVm: round(encoded.value.length / vms),
    bytesWithoutVms: small.length,
    encodeCpuMs: round(encoded.ms),
    decodeCpuMs: round(decoded.ms),
  };
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function startRedis(folder) {
  const port = await freePort();
  const options = ['--port', port, '--save', '', '--appendonly', 'no', '--dir', folder].map(String);
  const child = spawn('redis-server', options, { stdio: 'ignore' });
  const client = new Redis(port, '127.0.0.1', { retryStrategy: () => 50, maxRetriesPerRequest: null });
  client.on('error', () => undefined);
  await client.ping();
  return { url: `redis://127.0.0.1:${port}`, child, client };
}

async function redisUsage(client) {
  const info = await client.info('everything');
  const field = (name) => Number(new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]);
  return {
    cpuMs: (field('used_cpu_user') + field('used_cpu_sys')) * 1_000,
    commands: field('total_commands_processed'),
    bytes: field('total_net_input_bytes') + field('total_net_output_bytes'),
    peak: field('used_memory_peak'),
  };
}

/** CPU of a process and its threads so far. Linux alone tells. */
function processCpuMs(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function startWorkers(count, redis, folder) {
  const workers = Array.from({ length: count }, (_, index) =>
    spawn(process.execPath, [at('../bin/torpor.mjs'), 'worker', '--only', 'what-if', '--concurrency', '1'], {
      env: { ...process.env, REDIS_URL: redis.url, TORPOR_HOME: join(folder, `home-${index}`) },
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  );
  await Promise.all(workers.map((worker) => new Promise((resolve) => worker.stdout.once('data', resolve))));
  return workers;
}

/** One run over so many workers; what it cost everybody. */
async function shared(name, tasks, count, folder) {
  const redis = await startRedis(folder);
  const workers = await startWorkers(count, redis, folder);
  const executor = new DistributedExecutor({
    redis: async () => ({ url: redis.url, close: async () => undefined }),
    version: VERSION,
  });
  const drain = async () => {
    let ended = 0;
    for await (const { outcome } of executor.run(tasks)) ended += outcome.vmCount > 0 ? 1 : 0;
    return ended;
  };
  // The threads of the workers start with their first shard.
  for await (const _ of executor.run(tasks.slice(0, 2 * count))) void 0;
  const before = await redisUsage(redis.client);
  const workersBefore = workers.map(({ pid }) => processCpuMs(pid));
  await redis.client.config('RESETSTAT');
  const begun = performance.now();
  const { value: ended, ms } = await cpuMs(drain);
  const wallMs = performance.now() - begun;
  const after = await redisUsage(redis.client);
  const workersMs = workers.reduce((sum, { pid }, at) => sum + processCpuMs(pid) - workersBefore[at], 0);
  for (const worker of workers) worker.kill('SIGTERM');
  await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('exit', resolve))));
  redis.client.disconnect();
  redis.child.kill('SIGKILL');
  const per = (value) => round(value / ended);
  return {
    name,
    workers: count,
    shards: ended,
    wallMs: Math.round(wallMs),
    shardsPerSecond: round((ended / wallMs) * 1_000),
    coordinatorCpuMsPerShard: per(ms),
    redisCpuMsPerShard: per(after.cpuMs - before.cpuMs),
    workerCpuMsPerShard: per(workersMs),
    redisCommandsPerShard: per(after.commands),
    networkBytesPerShard: Math.round(after.bytes / ended),
    redisPeakMiB: round(after.peak / 2 ** 20),
  };
}

/** Merging in the coordinator, without writing files. */
async function merging(scenario) {
  const outcomes = [];
  for (const task of tasksOf(scenario, 0, false)) outcomes.push((await runShardTask(task)).outcome);
  const context = { scenarioSha256: '', version: VERSION, nameOf: String };
  const { ms } = await cpuMs(() => summarise(scenario, outcomes, context));
  return { vms: scenario.fleet.vms, regions: outcomes.length, summariseCpuMs: round(ms) };
}

const folder = mkdtempSync(join(tmpdir(), 'torpor-bench-'));
try {
  const storm = scenarioOf('resume-storm', { vms: VMS });
  const fleet = scenarioOf('policy-ablation', { vms: VMS });
  const tiny = scenarioOf('resume-storm', { vms: 20 });
  const many = Array.from({ length: SHARDS }, (_, seed) => tasksOf({ ...tiny, seed }, seed, true)).flat();
  const results = { node: process.version, encoding: [], merging: [], tiny: [], large: [] };
  if (SHARDS > 0) {
    results.encoding.push(await encoding('placement only', storm), await encoding('with guests', fleet));
    results.merging.push(await merging(inRegions(storm, REGIONS)), await merging(inRegions(fleet, REGIONS)));
    for (const count of WORKERS) results.tiny.push(await shared('20 VMs a shard', many, count, folder));
  }
  for (const count of WORKERS.slice(1)) {
    const tasks = tasksOf(inRegions(storm, REGIONS), 0, true);
    results.large.push(await shared(`${VMS / REGIONS} VMs a shard`, tasks, count, folder));
  }
  process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
