import { type ChildProcess, spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../conformance/queue-observation.js';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));

/** Stands in for npm: notes what it was asked for and does as little of it as the checkout needs. */
const FAKE_NPM = `
  const { appendFileSync, copyFileSync, mkdirSync, writeFileSync } = require('node:fs');
  const args = process.argv.slice(2).join(' ');
  appendFileSync('npm.log', args + '\\n');
  if (process.argv[2] === 'ci') {
    mkdirSync('node_modules/vitest', { recursive: true });
    copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
    writeFileSync('node_modules/vitest/vitest.mjs', "console.log('vitest', process.argv.slice(2).join(' '))");
  } else {
    if (process.env.BUILD_FAILS) process.exit(2);
    mkdirSync('dist/src', { recursive: true });
    copyFileSync('src/cli.ts', 'dist/src/cli.js');
  }
`;

/** What the script asks of npm. */
const INSTALL = 'ci --loglevel=error';
const BUILD = 'run build --silent';

const FAKE_CLI = `
  console.log('torpor', process.argv.slice(2).join(' '));
  if (process.argv.includes('stay')) {
    process.on('SIGTERM', () => process.exit(7));
    setInterval(() => {}, 60_000);
    console.log('staying');
  }
`;

interface Ended {
  readonly status: number | null;
  readonly output: string;
}

describe('bootstrap of a checkout', () => {
  let checkout = '';
  const write = (file: string, content: string): void => {
    mkdirSync(join(checkout, file, '..'), { recursive: true });
    writeFileSync(join(checkout, file), content);
  };
  const lock = (version: string): string =>
    JSON.stringify({
      packages: {
        '': { version: '1.0.0' },
        'node_modules/a': { version },
        'node_modules/b': { version: '1.0.0', optional: true },
      },
    });
  const npmLog = (): readonly string[] =>
    readFileSync(join(checkout, 'npm.log'), 'utf8').trimEnd().split('\n');

  beforeEach(() => {
    checkout = mkdtempSync(join(tmpdir(), 'torpor-checkout-'));
    for (const file of ['scripts/bootstrap.mjs', 'bin/torpor.mjs']) {
      mkdirSync(join(checkout, file, '..'), { recursive: true });
      copyFileSync(join(REPOSITORY, file), join(checkout, file));
    }
    write('package-lock.json', lock('1.0.0'));
    for (const file of ['package.json', 'tsconfig.json', 'tsconfig.build.json', 'libs/a.ts'])
      write(file, '{}');
    write('src/cli.ts', FAKE_CLI);
    write('npm-cli.js', FAKE_NPM);
  });
  afterEach(() => {
    rmSync(checkout, { recursive: true, force: true });
  });

  const startScript = (args: readonly string[], env: Readonly<Record<string, string>> = {}): ChildProcess =>
    spawn(process.execPath, [join(checkout, 'scripts', 'bootstrap.mjs'), ...args], {
      cwd: tmpdir(),
      env: { PATH: process.env['PATH'], npm_execpath: join(checkout, 'npm-cli.js'), ...env },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const outcomeOf = (child: ChildProcess): Promise<Ended> =>
    new Promise((resolve) => {
      let output = '';
      child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
      child.once('close', (status) => resolve({ status, output }));
    });
  const bootstrap = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ended> =>
    outcomeOf(startScript(args, env));

  const TASKS = [
    { task: 'demo', output: 'torpor demo --fast\n' },
    { task: 'start', output: 'torpor serve --fast\n' },
    { task: 'test', output: 'vitest run --fast\n' },
  ];
  for (const { task, output } of TASKS) {
    it(`installs, builds and hands over to ${task}, with its arguments`, async () => {
      expect(await bootstrap([task, '--fast'])).toEqual({ status: 0, output });
      expect(npmLog()).toEqual([INSTALL, BUILD]);
    });
  }

  it('does again only what is out of date', async () => {
    await bootstrap(['ready']);
    await bootstrap(['ready']);
    expect(npmLog()).toEqual([INSTALL, BUILD]);
    write('src/a.spec.ts', 'a test is not built');
    await bootstrap(['ready']);
    expect(npmLog()).toHaveLength(2);
    write('libs/a.ts', '{ "changed": true }');
    await bootstrap(['ready']);
    expect(npmLog().slice(2)).toEqual([BUILD]);
    rmSync(join(checkout, 'dist'), { recursive: true });
    await bootstrap(['ready']);
    expect(npmLog().slice(3)).toEqual([BUILD]);
    write('package-lock.json', lock('2.0.0'));
    await bootstrap(['ready']);
    expect(npmLog().slice(4)).toEqual([INSTALL, BUILD]);
  });

  it('takes an installation that somebody made by hand, with or without optional packages', async () => {
    write(
      'node_modules/.package-lock.json',
      JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } }),
    );
    await bootstrap(['ready']);
    expect(npmLog()).toEqual([BUILD]);
  });

  it('makes the command known to npx', async () => {
    await bootstrap(['ready']);
    expect(readlinkSync(join(checkout, 'node_modules', '.bin', 'torpor'))).toBe(
      join('..', '..', 'bin', 'torpor.mjs'),
    );
  });

  it('gets ready once when it is started several times at once', async () => {
    const all = await Promise.all([1, 2, 3].map(() => bootstrap(['demo'])));
    expect(all).toEqual([1, 2, 3].map(() => ({ status: 0, output: 'torpor demo\n' })));
    expect(npmLog()).toEqual([INSTALL, BUILD]);
  });

  it('takes over the lock of a start that was killed', async () => {
    write('.tmp/bootstrap.lock', '2147483647');
    expect(await bootstrap(['demo'])).toEqual({ status: 0, output: 'torpor demo\n' });
    expect(existsSync(join(checkout, '.tmp', 'bootstrap.lock'))).toBe(false);
  });

  it('ends with the status of a build that fails, and builds again next time', async () => {
    expect(await bootstrap(['demo'], { BUILD_FAILS: 'yes' })).toEqual({ status: 2, output: '' });
    expect(await bootstrap(['demo'])).toEqual({ status: 0, output: 'torpor demo\n' });
  });

  it('hands signals on, and ends with the status of what it runs', async () => {
    const child = startScript(['demo', 'stay']);
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
    const ended = outcomeOf(child);
    await until(() => Promise.resolve(output.includes('staying')));
    child.kill('SIGTERM');
    expect((await ended).status).toBe(7);
  });

  it('needs nothing to be writable once it is ready', async () => {
    await bootstrap(['ready']);
    rmSync(join(checkout, '.tmp'), { recursive: true });
    chmodSync(checkout, 0o555);
    const ended = await bootstrap(['demo']);
    chmodSync(checkout, 0o755);
    expect({ ...ended, hasLocked: existsSync(join(checkout, '.tmp')) }).toEqual({
      status: 0,
      output: 'torpor demo\n',
      hasLocked: false,
    });
  });

  it('says what can be done when it is asked for something else', async () => {
    expect(await bootstrap(['nonsense'])).toEqual({ status: 2, output: '' });
    expect(existsSync(join(checkout, 'npm.log'))).toBe(false);
  });

  it('has a command that says how to build when it is not built', async () => {
    const child = spawn(process.execPath, [join(checkout, 'bin', 'torpor.mjs')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString('utf8')));
    const { status } = await outcomeOf(child);
    expect({ status, complaint }).toEqual({
      status: 1,
      complaint:
        'torpor: not built yet. Run "npm run build", or "npm run demo", which builds what is missing.\n',
    });
  });
});
