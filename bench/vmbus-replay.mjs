#!/usr/bin/env node
/**
 * Records per second of CPU time through `torpor vmbus replay`, in both eras, beside a process that only parses the
 * same lines and writes them again, in one run on one machine. CPU time is that of the whole process, its start and all
 * its threads included. Writes bench/results/vmbus-replay.json and prints a table. `node bench/vmbus-replay.mjs [--quick]`.
 */
import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';

const SUBJECTS = ['era a', 'era b', 'bare'];
/** Where a measured process reports: the standard streams are its work. */
const REPORT = 3;

if (process.argv[2] === '--measured') await measured(process.argv[3]);
else await measure(process.argv.includes('--quick'));

async function measure(quick) {
  const lines = await goldenRecords();
  const records = quick ? 5_000 : 50_000;
  const runs = quick ? 1 : 5;
  const best = new Map();
  const note = (subject, count, cpuMs) => {
    const key = `${subject} ${count}`;
    best.set(key, Math.min(cpuMs, best.get(key) ?? Infinity));
  };
  // In turns, so that a busy moment of the machine does not hit one of them alone.
  for (let run = 0; run < runs; run++) {
    for (const count of [records, 2 * records]) {
      for (const subject of SUBJECTS) note(subject, count, await cpuMsOf(subject, lines, count));
    }
  }
  const results = SUBJECTS.map((subject) => {
    const once = best.get(`${subject} ${records}`);
    const twice = best.get(`${subject} ${2 * records}`);
    const bareOnce = best.get(`bare ${records}`);
    return {
      subject,
      records,
      perCpuSecond: (1000 * records) / once,
      perCpuSecondOnceWarm: (1000 * records) / (twice - once),
      ratio: bareOnce / once,
    };
  });
  for (const { subject, perCpuSecond, perCpuSecondOnceWarm, ratio } of results) {
    process.stdout.write(
      `${subject.padEnd(5)}: ${perCpuSecond.toFixed(0)} records per CPU second, ` +
        `${perCpuSecondOnceWarm.toFixed(0)} once warm, ratio to bare ${ratio.toFixed(2)}\n`,
    );
  }
  if (quick) return;
  await mkdir(new URL('./results/', import.meta.url), { recursive: true });
  const machine = `${cpus().length} x ${cpus()[0].model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux, Node ${process.version}; shared and noisy`;
  const report = { measured: new Date().toISOString().slice(0, 10), machine, bestOf: runs, results };
  await writeFile(
    new URL('./results/vmbus-replay.json', import.meta.url),
    `${JSON.stringify(report, null, 2)}\n`,
  );
}

/** The golden records as a client would send them: without what was observed. */
async function goldenRecords() {
  const texts = await Promise.all(
    ['named', 'random-valid', 'random-adversarial'].map((name) =>
      readFile(new URL(`../test/fixtures/vmbus-resume/${name}.jsonl`, import.meta.url), 'utf8'),
    ),
  );
  return texts
    .flatMap((text) => text.split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
    .map(({ id, scenario }) => `${JSON.stringify({ id, scenario })}\n`);
}

/** CPU time that a process took for so many records, start included, ms. */
async function cpuMsOf(subject, lines, count) {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), '--measured', subject], {
    stdio: ['pipe', 'ignore', 'inherit', 'pipe'],
  });
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${subject} ended with ${code}`)),
    );
  });
  const report = child.stdio[REPORT].setEncoding('utf8').toArray();
  await pipeline(Readable.from(chunksOf(lines, count), { objectMode: false }), child.stdin);
  await ended;
  return Number((await report).join(''));
}

function* chunksOf(lines, count) {
  for (let sent = 0; sent < count;) {
    const some = lines.slice(0, count - sent);
    sent += some.length;
    yield some.join('');
  }
}

/** What a measured process does: the work itself, then a report. */
async function measured(subject) {
  process.on('exit', () => {
    const { user, system } = process.cpuUsage();
    writeSync(REPORT, String((user + system) / 1000));
  });
  if (subject === 'bare') return bare();
  process.argv.splice(2, Infinity, 'vmbus', 'replay', '--era', subject.at(-1));
  await import('../dist/src/cli.js');
}

async function bare() {
  let rest = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop();
    const answers = lines.map((line) => `${JSON.stringify(JSON.parse(line))}\n`).join('');
    await new Promise((resolve) => process.stdout.write(answers, resolve));
  }
}
