import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CliProcess, TextOutput } from '../cli/cli-process.js';
import { runCli } from '../cli/run-cli.js';
import { serve } from '../serve.js';
import { EXPECTED_SEVERITY, GROUP, SCENES, type Scene } from './scenes.js';

/**
 * Plays the whole story on a server of its own, with the commands that anybody would type. Answers the exit
 * status: 0 when every command succeeded and both guests fared as the kernel document says they must.
 */
export async function runDemo(cli: CliProcess): Promise<number> {
  const directory = await mkdtemp(join(tmpdir(), 'torpor-demo-'));
  const { stdout } = cli;
  try {
    stdout.write('Starting PostgreSQL, the queue and the server ...\n');
    const env = demoEnvironment(cli.env, directory);
    const server = await serve({ role: 'all', env, port: 0, logLevel: 'error' });
    try {
      stdout.write(
        `Ready; the queue is BullMQ on ${server.queueKind === 'redis' ? 'Redis' : 'PostgreSQL'}.\n`,
      );
      return await play({ ...cli, env });
    } finally {
      await server.close();
    }
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** What the caller's environment says of his own server, engines and habits is not for the demo's. */
const NOT_FOR_THE_DEMO = [
  'DATABASE_URL',
  'REDIS_URL',
  'TORPOR_CA',
  'TORPOR_OUTPUT',
  'TORPOR_RESOURCE_GROUP',
  'TORPOR_SERVER',
  'TORPOR_SUBSCRIPTION',
  'TORPOR_TOKEN',
];

function demoEnvironment(env: CliProcess['env'], home: string): CliProcess['env'] {
  const kept = Object.entries(env).filter(([name]) => !NOT_FOR_THE_DEMO.includes(name));
  return { ...Object.fromEntries(kept), TORPOR_HOME: home };
}

async function play(cli: CliProcess): Promise<number> {
  for (const [index, scene] of SCENES.entries()) {
    cli.stdout.write(heading(index + 1, scene));
    for (const command of scene.commands) {
      cli.stdout.write(`\n$ torpor ${command.join(' ')}\n`);
      const status = await runCli(command, cli);
      if (status !== 0) return status;
      if (cli.interruption.aborted) return 1;
    }
  }
  return compare(cli);
}

function heading(number: number, { title, text }: Scene): string {
  const line = `${number}. ${title}`;
  return ['', '', line, '='.repeat(line.length), ...text, ''].join('\n');
}

/** The verdicts as REST tells them, against what must have happened. */
async function compare(cli: CliProcess): Promise<number> {
  let status = 0;
  cli.stdout.write('\n');
  for (const [name, expected] of Object.entries(EXPECTED_SEVERITY)) {
    const answer = new Captured();
    const show = ['vm', 'show', '-g', GROUP, '-n', name, '--emulation'];
    await runCli([...show, '--query', 'properties.verdict.severity', '-o', 'tsv'], {
      ...cli,
      stdout: answer,
    });
    const severity = answer.text.trim();
    const isExpected = severity === expected;
    cli.stdout.write(
      `${name}: ${severity}${isExpected ? ', as it must be' : `, but it must be ${expected}`}\n`,
    );
    if (!isExpected) status = 1;
  }
  return status;
}

/** Output that is kept instead of shown. */
class Captured implements TextOutput {
  readonly isTTY = false;
  text = '';

  write(text: string): void {
    this.text += text;
  }
}
