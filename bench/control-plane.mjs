#!/usr/bin/env node
/**
 * Cycles (hibernate and resume) per second through REST, PostgreSQL, queue and steps, at several concurrencies, beside
 * the bare engines doing as many transactions and jobs, in one run on one machine. Writes
 * bench/results/control-plane.json and prints a table. `node bench/control-plane.mjs [--quick]`.
 */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Agent, request } from 'node:https';
import { bareRun } from './bare-engines.mjs';
import { startServer } from './server-process.mjs';

const { createOperationQueue } = await import('../dist/src/queue/create-operation-queue.js');
const { startEngines } = await import('../dist/src/engines/start-engines.js');
const { torporHome } = await import('../dist/src/home/torpor-home.js');

const quick = process.argv.includes('--quick');
const CONCURRENCIES = [1, 16, 64];
const CYCLES = { 1: quick ? 10 : 40, 16: quick ? 40 : 240, 64: quick ? 80 : 480 };
const VMS = 64;
const SUBSCRIPTION = '11111111-1111-1111-1111-111111111111';
const GROUP = 'bench';

const directory = await mkdtemp(join(tmpdir(), 'torpor-bench-'));
const TOKEN = 'a-token-for-the-benchmark-and-nothing-else';
const server = await startServer({ TORPOR_HOME: directory, TORPOR_TOKEN: TOKEN });
const engines = await startEngines({ home: torporHome({ TORPOR_HOME: directory }) });
const agent = new Agent({ keepAlive: true, maxSockets: 128, rejectUnauthorized: false });

/** One request; answers status, headers and parsed body. */
function call(method, path, body) {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const separator = path.includes('?') ? '&' : '?';
  return new Promise((resolve, reject) => {
    const sent = request(
      new URL(`${path}${separator}api-version=2024-11-01`, server.url),
      {
        method,
        agent,
        headers: {
          authorization: `Bearer ${TOKEN}`,
          ...(text === undefined ? { 'content-length': 0 } : { 'content-type': 'application/json' }),
        },
      },
      (answer) => {
        const chunks = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('end', () => {
          const json = Buffer.concat(chunks).toString('utf8');
          if (answer.statusCode >= 400)
            return reject(new Error(`${method} ${path}: ${answer.statusCode} ${json}`));
          resolve({
            status: answer.statusCode,
            headers: answer.headers,
            body: json === '' ? undefined : JSON.parse(json),
          });
        });
      },
    );
    sent.on('error', reject);
    sent.end(text);
  });
}

const group = `/subscriptions/${SUBSCRIPTION}/resourceGroups/${GROUP}`;
const vmPath = (name) => `${group}/providers/Microsoft.Compute/virtualMachines/${name}`;
/** How long operations take at present, so that polling costs little and delays little. */
let expectedMs = 5;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function settled({ headers }) {
  const { pathname } = new URL(headers['azure-asyncoperation']);
  const from = performance.now();
  for (let polls = 1; ; polls++) {
    await pause(Math.max(1, (polls === 1 ? 0.9 : 0.3) * expectedMs));
    const { body } = await call('GET', pathname);
    if (body.status === 'Failed') throw new Error(JSON.stringify(body.error));
    if (body.status !== 'Succeeded') continue;
    // Over at the first look: it may have been over long before.
    expectedMs = polls === 1 ? 0.8 * expectedMs : 0.8 * expectedMs + 0.2 * (performance.now() - from);
    return;
  }
}

async function createVms() {
  await call('PUT', group, { location: 'eastus' });
  for (let index = 0; index < 4; index++) {
    await call('PUT', `/subscriptions/${SUBSCRIPTION}/providers/Torpor.Emulator/hosts/host-${index}`, {
      properties: { generation: 'intel-ice-lake', capacity: { vcpus: 128, memoryMib: 524288, vfSlots: 64 } },
    });
  }
  const names = Array.from({ length: VMS }, (_, index) => `vm-${index}`);
  for (const name of names) {
    await settled(
      await call('PUT', vmPath(name), {
        location: 'eastus',
        properties: {
          hardwareProfile: { vmSize: 'Standard_D2s_v5' },
          additionalCapabilities: { hibernationEnabled: true },
          storageProfile: {
            imageReference: {
              publisher: 'Canonical',
              offer: 'ubuntu-24_04-lts',
              sku: 'server',
              version: 'latest',
            },
            osDisk: { createOption: 'FromImage', diskSizeGB: 64 },
          },
          osProfile: { computerName: name, adminUsername: 'azureuser' },
          networkProfile: { networkInterfaces: [] },
        },
      }),
    );
  }
  return names;
}

const percentile = (sorted, p) => sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))];

/** Runs `total` cycles, `concurrency` VMs at a time, and measures each. */
async function cycles(names, concurrency, total) {
  const latencies = [];
  expectedMs = 5;
  let left = total;
  const started = performance.now();
  await Promise.all(
    names.slice(0, concurrency).map(async (name) => {
      while (left-- > 0) {
        const from = performance.now();
        await settled(await call('POST', `${vmPath(name)}/deallocate?hibernate=true`));
        await settled(await call('POST', `${vmPath(name)}/start`));
        latencies.push(performance.now() - from);
      }
    }),
  );
  const seconds = (performance.now() - started) / 1000;
  latencies.sort((a, b) => a - b);
  return {
    concurrency,
    cycles: latencies.length,
    perSecond: latencies.length / seconds,
    p50Ms: percentile(latencies, 50),
    p99Ms: percentile(latencies, 99),
  };
}

try {
  process.stdout.write(`queue: BullMQ on ${engines.queue.kind}\n`);
  const names = await createVms();
  await cycles(names, 16, 48);
  const results = [];
  for (const concurrency of CONCURRENCIES) {
    await server.usage();
    const ours = await cycles(names, concurrency, CYCLES[concurrency]);
    const used = await server.usage();
    const reads = Math.round(used.reads / ours.cycles);
    const writes = Math.round(used.writes / ours.cycles);
    const bare = await bareRun({
      databaseUrl: engines.postgres.url,
      queue: createOperationQueue(engines.queue, { name: `bare-${concurrency}` }),
      concurrency,
      cycles: CYCLES[concurrency],
      reads,
      writes,
    });
    results.push({
      ...ours,
      reads,
      writes,
      rssMib: used.rssMib,
      cpuMsPerCycle: used.cpuMs / ours.cycles,
      barePerSecond: bare.perSecond,
      ratio: ours.perSecond / bare.perSecond,
    });
    const row = results.at(-1);
    process.stdout.write(
      `concurrency ${String(concurrency).padStart(2)}: ${row.perSecond.toFixed(1)} cycles/s, bare ${row.barePerSecond.toFixed(1)}, ` +
        `ratio ${row.ratio.toFixed(2)} (${row.reads} reads and ${row.writes} writes a cycle), p50 ${row.p50Ms.toFixed(0)} ms, p99 ${row.p99Ms.toFixed(0)} ms, server ${row.cpuMsPerCycle.toFixed(1)} ms CPU a cycle, rss ${row.rssMib.toFixed(0)} MiB\n`,
    );
  }
  if (!quick) {
    await mkdir(new URL('./results/', import.meta.url), { recursive: true });
    const machine = `${cpus().length} x ${cpus()[0].model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux, Node ${process.version}; shared and noisy`;
    const report = {
      measured: new Date().toISOString().slice(0, 10),
      machine,
      queue: engines.queue.kind,
      results,
    };
    await writeFile(
      new URL('./results/control-plane.json', import.meta.url),
      `${JSON.stringify(report, null, 2)}\n`,
    );
  }
} finally {
  agent.destroy();
  await engines.close();
  await server.close();
  await rm(directory, { recursive: true, force: true });
}
