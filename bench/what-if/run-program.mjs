// Runs a program to its end and says what it used: CPU of all its threads, wall time, peak resident memory.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const USAGE = fileURLToPath(new URL('./report-usage.mjs', import.meta.url));

/** A script under Node. Answers `{ cpuSeconds, wallSeconds, peakMib, stdout }`. */
export function runNode(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', USAGE, ...args], {
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    const texts = { stdout: '', stderr: '', usage: '' };
    child.stdout.on('data', (chunk) => (texts.stdout += chunk));
    child.stderr.on('data', (chunk) => (texts.stderr += chunk));
    child.stdio[3].on('data', (chunk) => (texts.usage += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve({ ...JSON.parse(texts.usage), stdout: texts.stdout });
      else reject(new Error(`${args.join(' ')} ended with ${code}: ${texts.stderr}`));
    });
  });
}

/** The reference program, which tells its peak memory itself; the shell tells its CPU time. */
export function runReference(binary, args) {
  return new Promise((resolve, reject) => {
    const script = 'TIMEFORMAT="%U %S %R"; time "$@"';
    const child = spawn('bash', ['-c', script, 'bash', binary, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code !== 0) return reject(new Error(`${binary} ended with ${code}: ${stderr}`));
      const [user, system, wallSeconds] = stderr.trim().split(/\s+/).map(Number);
      const values = Object.fromEntries(
        stdout
          .trim()
          .split('\n')
          .map((line) => line.split('=')),
      );
      resolve({
        cpuSeconds: user + system,
        wallSeconds,
        peakMib: Math.round(Number(values['#peak_rss_mib'])),
        digest: values.digest,
      });
    });
  });
}

/** The better of two measurements, each figure for itself. */
export function better(a, b) {
  if (a === undefined) return b;
  return {
    ...b,
    cpuSeconds: Math.min(a.cpuSeconds, b.cpuSeconds),
    wallSeconds: Math.min(a.wallSeconds, b.wallSeconds),
    peakMib: Math.min(a.peakMib, b.peakMib),
  };
}
