/**
 * Gets a checkout ready and runs it: installs packages when they are missing or out of date, builds when the
 * sources are newer than the build, then hands over.
 *
 *   node scripts/bootstrap.mjs demo [...]    torpor demo
 *   node scripts/bootstrap.mjs start [...]   torpor serve
 *   node scripts/bootstrap.mjs test [...]    vitest run
 *   node scripts/bootstrap.mjs ready         only get ready
 *
 * Uses Node's own modules only, since it runs before anything is installed.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const OLDEST_NODE = [20, 19];
const LOCK_FILE = join(ROOT, '.tmp', 'bootstrap.lock');
const BUILD_STAMP = join(ROOT, 'dist', '.torpor-build');

const TASKS = {
  demo: (rest) => ['bin/torpor.mjs', 'demo', ...rest],
  start: (rest) => ['bin/torpor.mjs', 'serve', ...rest],
  test: (rest) => ['node_modules/vitest/vitest.mjs', 'run', ...rest],
  ready: () => undefined,
};

const say = (sentence) => process.stderr.write(`torpor: ${sentence}\n`);

/** The child that runs now: signals go to it, and this process ends as it does. */
let child;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (child === undefined) process.exit(128 + { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }[signal]);
    // A terminal has sent Ctrl-C to the child as well, being of the same group; a second one would hurry it.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  });
}

async function main([name, ...rest]) {
  if (!isNodeNewEnough()) {
    say(
      `Node ${OLDEST_NODE.join('.')} or newer is needed; this is ${process.versions.node}. See https://nodejs.org/.`,
    );
    return 1;
  }
  const task = Object.hasOwn(TASKS, name ?? '') ? TASKS[name] : undefined;
  if (task === undefined) {
    say(`what shall be done? One of: ${Object.keys(TASKS).join(', ')}.`);
    return 2;
  }
  const { mustInstall, mustLink, mustBuild } = toDo();
  const readiness = mustInstall || mustLink || mustBuild ? await withLock(makeReady) : 0;
  if (readiness !== 0) return readiness;
  const command = task(rest);
  return command === undefined ? 0 : run(process.execPath, command);
}

function isNodeNewEnough() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
}

/** What is still to be done; nothing in a checkout that is ready, which then need not be writable either. */
function toDo() {
  const build = `${hashOf(buildInputs())}\n`;
  const isBuilt = readIfPresent(BUILD_STAMP) === build && existsSync(join(ROOT, 'dist', 'src'));
  return { mustInstall: !isInstalled(), mustLink: !isLinked(), mustBuild: !isBuilt, build };
}

/** Whether what npm noted of its last complete installation is what the lock file asks for. */
function isInstalled() {
  const noted = readIfPresent(join(ROOT, 'node_modules', '.package-lock.json'));
  if (noted === undefined) return false;
  const installed = JSON.parse(noted).packages;
  const locked = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages;
  // Optional packages are for one platform each, and may be left out on purpose.
  return Object.entries(locked).every(
    ([path, { version, optional }]) =>
      path === '' || installed[path]?.version === version || (optional && installed[path] === undefined),
  );
}

async function makeReady() {
  const { mustInstall, mustBuild, build } = toDo();
  if (mustInstall) {
    say('installing packages (npm ci); the first time this takes a minute or two ...');
    const status = await run(...npm('ci', '--loglevel=error'));
    if (status !== 0)
      return explain(status, 'npm ci failed: see its output above. It needs the npm registry.');
  }
  if (!isLinked()) linkCommand();
  if (mustBuild) {
    say('building ...');
    rmSync(BUILD_STAMP, { force: true });
    const status = await run(...npm('run', 'build', '--silent'));
    if (status !== 0) return explain(status, 'the build failed: see the errors above.');
    writeFileSync(BUILD_STAMP, build);
  }
  return 0;
}

function explain(status, sentence) {
  say(sentence);
  return status;
}

/** Everything the build depends on: sources without tests, compiler settings, and the installed packages. */
function buildInputs() {
  const settings = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];
  const isSource = (path) => /\.(ts|json)$/.test(path) && !path.endsWith('.spec.ts');
  return [
    ...settings.map((name) => join(ROOT, name)),
    ...filesBelow(join(ROOT, 'libs')),
    ...filesBelow(join(ROOT, 'src')),
  ]
    .filter((path) => dirname(path) === ROOT || isSource(path))
    .sort();
}

function filesBelow(directory) {
  return readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) return filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths)
    hash
      .update(`${path.slice(ROOT.length)}\0`)
      .update(readFileSync(path))
      .update('\0');
  return hash.digest('hex');
}

const COMMANDS = join(ROOT, 'node_modules', '.bin');
const LINK_TARGET = join('..', '..', 'bin', 'torpor.mjs');

function isLinked() {
  if (process.platform === 'win32') return existsSync(join(COMMANDS, 'torpor.cmd'));
  const link = join(COMMANDS, 'torpor');
  return (
    Boolean(lstatSync(link, { throwIfNoEntry: false })?.isSymbolicLink()) &&
    readlinkSync(link) === LINK_TARGET
  );
}

/** Makes `npx torpor` work in the checkout: npm links a package's commands where it is installed, not at home. */
function linkCommand() {
  mkdirSync(COMMANDS, { recursive: true });
  if (process.platform === 'win32') {
    writeFileSync(join(COMMANDS, 'torpor.cmd'), '@node "%~dp0\\..\\..\\bin\\torpor.mjs" %*\r\n');
    return;
  }
  rmSync(join(COMMANDS, 'torpor'), { force: true });
  symlinkSync(LINK_TARGET, join(COMMANDS, 'torpor'));
  chmodSync(join(ROOT, 'bin', 'torpor.mjs'), 0o755);
}

/** The npm that runs this script, if one does; otherwise the one on the PATH. */
function npm(...args) {
  const cli = process.env.npm_execpath;
  if (cli !== undefined && /npm-cli\.c?js$/.test(cli)) return [process.execPath, [cli, ...args]];
  return process.platform === 'win32' ? ['npm.cmd', args, { shell: true }] : ['npm', args];
}

/** Runs a program in the checkout with this terminal; resolves with its exit status, 128 + n after signal n. */
function run(file, args, options = {}) {
  return new Promise((resolve) => {
    child = spawn(file, args, { cwd: ROOT, stdio: 'inherit', ...options });
    child.once('error', (error) => {
      child = undefined;
      say(`${file} cannot be run: ${error.message}.`);
      resolve(127);
    });
    child.once('close', (code, signal) => {
      child = undefined;
      resolve(code ?? 128 + ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 0));
    });
  });
}

/** Two at once would install over each other. The lock of a process that is gone is taken over. */
async function withLock(work) {
  mkdirSync(dirname(LOCK_FILE), { recursive: true });
  for (let said = false; !tryLock(); said = true) {
    if (!said) say(`waiting for another start of this checkout (${LOCK_FILE}) ...`);
    await delay(200);
  }
  const release = () => rmSync(LOCK_FILE, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

function tryLock() {
  try {
    const lock = openSync(LOCK_FILE, 'wx');
    writeSync(lock, String(process.pid));
    closeSync(lock);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const found = readIfPresent(LOCK_FILE);
  const ageMs = Date.now() - (statSync(LOCK_FILE, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
  // A lock without a number is being written right now, unless it has been so for a while.
  const isAbandoned = Number(found) > 0 ? !isAlive(Number(found)) : ageMs > 2_000;
  return isAbandoned && clearLock(found) && tryLock();
}

/** Takes an abandoned lock away; one that somebody else has taken over in the meantime is put back. */
function clearLock(abandoned) {
  const aside = `${LOCK_FILE}.${process.pid}`;
  try {
    renameSync(LOCK_FILE, aside);
  } catch {
    return true;
  }
  const isIt = readIfPresent(aside) === abandoned;
  if (!isIt) renameSync(aside, LOCK_FILE);
  rmSync(aside, { force: true });
  return isIt;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function readIfPresent(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

process.exitCode = await main(process.argv.slice(2));
