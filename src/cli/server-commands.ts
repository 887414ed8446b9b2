import { join } from 'node:path';
import { type Command, Option } from 'commander';
import type { TorporHome } from '../home/torpor-home.js';
import type { RunningServer, ServeOptions } from '../serve.js';
import { usageError } from './cli-error.js';
import type { CliProcess } from './cli-process.js';
import type { CommandRunner } from './command-line/leaf-command.js';
import { wholeNumber } from './command-line/option-values.js';
import { EXIT, type Exit } from './exit-codes.js';
import { shellWord } from './render/shell-word.js';
import { serverProblem } from './server-problem.js';

/** What is behind `serve`, `api`, `worker` and `demo`: loading it takes long, so that others do without. */
export interface ServerPrograms {
  /** Starts one process of the product and answers once it is ready; it runs until it is closed. */
  readonly serve: (options: ServeOptions) => Promise<RunningServer>;
  /** Plays the demonstration and answers its exit code. */
  readonly runDemo: (process: CliProcess) => Promise<number>;
}

const HIGHEST_PORT = 65_535;
const MOST_CONCURRENT = 1_000;
const MOST_FIRST_HOSTS = 1_000;

interface ServerOptions {
  readonly host?: string;
  readonly port?: number;
  readonly httpPort?: number;
  readonly concurrency?: number;
  readonly only?: 'what-if';
  readonly hosts?: number;
  readonly logLevel?: string;
  readonly throttling?: true;
}

const ROLES = [
  { name: 'serve', role: 'all', summary: 'run everything in one process: API, queue, workers, engines' },
  { name: 'api', role: 'api', summary: 'run the API alone, beside workers on the same PostgreSQL and queue' },
  { name: 'worker', role: 'worker', summary: 'run a worker alone' },
] as const satisfies readonly { name: string; role: ServeOptions['role']; summary: string }[];

/** Adds `torpor serve`, `api`, `worker` and `demo`. */
export function addServerCommands(program: Command, runner: CommandRunner, programs: ServerPrograms): void {
  for (const { name, role, summary } of ROLES) {
    const command = program.command(name).description(summary);
    if (role !== 'worker') withListener(command);
    if (role !== 'api') {
      command.option('--concurrency <count>', 'operations at a time', wholeNumber(1, MOST_CONCURRENT));
    }
    if (role === 'worker') withOneKindOfWork(command);
    command
      .addOption(
        new Option('--log-level <level>', 'what is logged on stderr (default: TORPOR_LOG, or warn)').choices([
          'trace',
          'debug',
          'info',
          'warn',
          'error',
          'silent',
        ]),
      )
      .action(async (options: ServerOptions) => {
        runner.exit = await runServer(runner.process, programs, { ...options, role });
      });
  }
  program
    .command('demo')
    .description('play the whole story on a server of its own: hibernate, move, resume, explain')
    .action(async () => {
      runner.exit = asExit(await explained(() => programs.runDemo(runner.process)));
    });
}

function withOneKindOfWork(command: Command): void {
  command.addOption(
    new Option(
      '--only <work>',
      'what-if: take shards of what-if runs, --concurrency at a time (default: one for each core), and nothing else; ' +
        'needs the Redis of REDIS_URL and no database',
    ).choices(['what-if']),
  );
}

function withListener(command: Command): void {
  command
    .option('--host <address>', 'address to listen at (default: loopback)')
    .option(
      '--port <number>',
      'port of the API; 0 for a free one (default: 8443)',
      wholeNumber(0, HIGHEST_PORT),
    )
    .option(
      '--http-port <number>',
      'a second listener without TLS, for tools that need it',
      wholeNumber(0, HIGHEST_PORT),
    )
    .option(
      '--hosts <count>',
      'register so many hosts if there is none: clients of Azure know of no hosts',
      wholeNumber(0, MOST_FIRST_HOSTS),
    )
    .option('--throttling', 'turn away requests beyond the limits of Azure (default: as it was set)');
}

/** Runs a server until the process is interrupted. */
async function runServer(
  process: CliProcess,
  { serve }: ServerPrograms,
  options: ServerOptions & Pick<ServeOptions, 'role'>,
): Promise<Exit> {
  if (options.httpPort !== undefined && options.httpPort !== 0 && options.httpPort === options.port) {
    throw usageError('--port and --http-port are the same');
  }
  const server = await explained(() => serve({ role: options.role, env: process.env, ...given(options) }));
  process.stdout.write(`${startLines(server, options).join('\n')}\n`);
  await interrupted(process.interruption);
  await server.close();
  return EXIT.ok;
}

/** Where the server is, and how the Azure CLI finds it: it trusts one file, and the address of the cloud has no slash. */
function startLines(
  { url, httpUrl, queueKind, home }: RunningServer,
  { only }: ServerOptions,
): readonly string[] {
  if (only === 'what-if') return ['The worker takes shards of what-if runs; end it with Ctrl-C'];
  return [
    url === undefined ? 'The worker takes operations.' : `Torpor listens at ${url}`,
    ...(httpUrl === undefined ? [] : [`and without TLS at ${httpUrl}`]),
    ...(url === undefined
      ? []
      : [
          'az finds it with',
          `  export REQUESTS_CA_BUNDLE=${shellWord(trustBundleFile(home))}`,
          `  az cloud register -n Torpor --endpoint-resource-manager ${url}`,
        ]),
    `home ${home.directory}, queue in ${queueKind === 'redis' ? 'Redis' : 'PostgreSQL'}; end it with Ctrl-C`,
  ];
}

/** The server's authority together with the public ones, where `developmentTls` writes it. */
export function trustBundleFile({ tlsDirectory }: Pick<TorporHome, 'tlsDirectory'>): string {
  return join(tlsDirectory, 'trust-bundle.crt.pem');
}

function given({
  host,
  port,
  httpPort,
  concurrency,
  only,
  hosts,
  logLevel,
  throttling,
}: ServerOptions): Omit<ServeOptions, 'role'> {
  return {
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(httpPort === undefined ? {} : { httpPort }),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(only === undefined ? {} : { only }),
    ...(hosts === undefined ? {} : { hosts }),
    ...(logLevel === undefined ? {} : { logLevel }),
    ...(throttling === undefined ? {} : { throttling }),
  };
}

async function explained<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw serverProblem(error) ?? error;
  }
}

function interrupted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function asExit(code: number): Exit {
  const known = Object.values(EXIT).find((exit) => exit === code);
  return known ?? EXIT.unexpected;
}
