/**
 * An Azure CLI to run: the command that `TORPOR_AZ` names, or Debian's package in a folder of its own, made with
 * debootstrap (root, the Debian archive, 2 GB, some five minutes the first time).
 */
import { execFile, spawn } from 'node:child_process';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The release whose package is whole: bookworm's lacks modules that its own commands import. */
const RELEASE = 'trixie';

/** One command may not take longer. Unit: ms. */
const COMMAND_LIMIT_MS = 240_000;

const OUTPUT_LIMIT_BYTES = 16 * 1024 * 1024;

/** Nothing but loopback is reachable through this: what the CLI asks of the world on its own fails at once. */
const CLOSED_PROXY = 'http://127.0.0.1:9';

export class AzureCli {
  /** @param {{command: readonly string[], root: string, directory: string}} place `root`: '' or the chroot. */
  constructor({ command, root, directory }) {
    this.command = command;
    this.root = root;
    this.directory = directory;
  }

  /** Makes the package ready where it is not, and an empty configuration that trusts `caPath`. */
  static async open({ caPath, say }) {
    const own = process.env['TORPOR_AZ'];
    const root = own === undefined ? (process.env['TORPOR_AZ_ROOT'] ?? '/var/tmp/torpor-az') : '';
    if (own === undefined) await installInto(root, say);
    const directory = join('/tmp', `torpor-az-${process.pid}`);
    await mkdir(join(root, directory), { recursive: true });
    await copyFile(caPath, join(root, directory, 'ca.pem'));
    const command = own === undefined ? ['chroot', root, 'az'] : [own];
    return new AzureCli({ command, root, directory });
  }

  /** Puts a file where the CLI can read it; answers its path there. */
  async file(name, text) {
    await writeFile(join(this.root, this.directory, name), text, { mode: 0o600 });
    return join(this.directory, name);
  }

  /** Runs one command. @returns {Promise<{exit: number, stdout: string, stderr: string}>} */
  execute(argv) {
    const [program, ...before] = this.command;
    return new Promise((resolve) => {
      const options = {
        env: this.environment(),
        timeout: COMMAND_LIMIT_MS,
        maxBuffer: OUTPUT_LIMIT_BYTES,
      };
      execFile(program, [...before, ...argv], options, (error, stdout, stderr) => {
        const exit = error === null ? 0 : typeof error.code === 'number' ? error.code : 124;
        resolve({ exit, stdout, stderr });
      });
    });
  }

  environment() {
    return {
      PATH: process.env['PATH'] ?? '/usr/bin:/bin',
      HOME: this.directory,
      LANG: 'C.UTF-8',
      AZURE_CONFIG_DIR: join(this.directory, 'config'),
      AZURE_CORE_COLLECT_TELEMETRY: 'no',
      AZURE_CORE_ONLY_SHOW_ERRORS: 'yes',
      AZURE_CORE_NO_COLOR: 'yes',
      PYTHONWARNINGS: 'ignore',
      REQUESTS_CA_BUNDLE: join(this.directory, 'ca.pem'),
      HTTPS_PROXY: CLOSED_PROXY,
      HTTP_PROXY: CLOSED_PROXY,
      NO_PROXY: '127.0.0.1,localhost',
    };
  }
}

async function installInto(root, say) {
  if (existsSync(join(root, 'usr/bin/az'))) return;
  if (process.getuid?.() !== 0) {
    throw new Error('Making a folder with the Azure CLI needs root. Or name an az of your own in TORPOR_AZ.');
  }
  if (!existsSync('/usr/sbin/debootstrap')) await step(say, 'apt-get', ['install', '-y', 'debootstrap']);
  await step(say, 'debootstrap', ['--variant=minbase', '--include=ca-certificates', RELEASE, root]);
  await step(say, 'chroot', [root, 'apt-get', 'install', '-y', '--no-install-recommends', 'azure-cli']);
}

/** Runs an installer with what it prints going to stderr. */
async function step(say, program, argv) {
  say(`${program} ${argv.join(' ')}`);
  const child = spawn(program, argv, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  const exit = await new Promise((resolve) => child.once('close', resolve));
  if (exit !== 0) throw new Error(`${program} ended with ${exit}`);
}

/** The version of the CLI, for the table. */
export async function versionOf(cli) {
  const [program, ...before] = cli.command;
  const { stdout } = await run(program, [...before, 'version', '-o', 'json'], { env: cli.environment() });
  return JSON.parse(stdout)['azure-cli'];
}
