import { type Command, Option } from 'commander';
import { usageError } from '../cli-error.js';
import type { CliProcess } from '../cli-process.js';
import { EXIT, type Exit } from '../exit-codes.js';
import { checkQuery, OUTPUT_FORMATS } from '../output/format-document.js';
import { type CommonOptions, Session } from '../session.js';
import { positiveNumber } from './option-values.js';

/** What a command is called with. `args` are its positional arguments. */
export interface Call<Options> {
  readonly session: Session;
  readonly options: Options & CommonOptions;
  readonly args: readonly string[];
}

/** Runs commands and keeps the exit code of the one that ran. */
export class CommandRunner {
  exit: Exit = EXIT.ok;

  constructor(readonly process: CliProcess) {}

  /** The action of a command: `work` answers an exit code, or nothing for 0. */
  action<Options = object>(
    work: (call: Call<Options>) => Promise<Exit | void>,
  ): (...given: unknown[]) => Promise<void> {
    return async (...given) => {
      // After the arguments and the options comes the command itself.
      const command = given.at(-1) as Command;
      const options = command.optsWithGlobals() as Options & CommonOptions;
      const session = new Session(this.process, options);
      const args = (command.processedArgs as readonly unknown[])
        .filter((arg) => arg !== undefined)
        .map(String);
      if (options.query !== undefined) await checkQuery(options.query);
      try {
        this.exit = (await work({ session, options, args })) ?? EXIT.ok;
      } finally {
        session.close();
      }
    };
  }
}

/** Adds the options of every command, in a group of their own at the end of its help. */
export function withCommonOptions(command: Command): Command {
  const options = [
    new Option(
      '-o, --output <format>',
      'json prints what REST returns (default: TORPOR_OUTPUT, or table)',
    ).choices(OUTPUT_FORMATS),
    new Option('--query <jmespath>', 'print what this expression selects of what REST returns'),
    new Option('--server <url>', 'the server to ask (default: TORPOR_SERVER, or the one that runs here)'),
    new Option('--subscription <id>', 'the subscription (default: TORPOR_SUBSCRIPTION)'),
    new Option('--timeout <seconds>', 'how long one request may take (default: 30)').argParser(
      positiveNumber,
    ),
  ];
  for (const option of options) command.addOption(option.helpGroup('Options of every command:'));
  return command;
}

/** A command that talks to the server. `usage` is its name and arguments: `show [name]`. */
export function leaf(parent: Command, usage: string, summary: string): Command {
  return withCommonOptions(parent.command(usage).description(summary));
}

export interface NameOption {
  readonly name?: string;
}

/** A command on one named thing: the name as its argument or as `-n`. */
export function namedLeaf(parent: Command, verb: string, summary: string): Command {
  return leaf(parent, `${verb} [name]`, summary).option(
    '-n, --name <name>',
    'its name, instead of the argument',
  );
}

/** The name given to a command of `namedLeaf`. Throws a usage error when there is none, or two. */
export function givenName({ options, args }: Pick<Call<NameOption>, 'options' | 'args'>): string {
  const { name } = options;
  const [argument] = args;
  if (name !== undefined && argument !== undefined && name !== argument) {
    throw usageError(`two names are given: ${argument} and ${name}`);
  }
  const given = name ?? argument;
  if (given === undefined) throw usageError('a name is missing', 'Give it as the argument or with -n.');
  return given;
}

export interface GroupOption {
  readonly resourceGroup?: string;
}

/** Adds `-g`. */
export function withGroup(command: Command): Command {
  return command.option('-g, --resource-group <name>', 'the resource group (default: TORPOR_RESOURCE_GROUP)');
}

/** The group given, or the one of the environment. */
export function optionalGroup({ options, session }: Call<GroupOption>): string | undefined {
  return options.resourceGroup ?? (session.process.env['TORPOR_RESOURCE_GROUP'] || undefined);
}

/** The group given. Throws a usage error when there is none. */
export function givenGroup(call: Call<GroupOption>): string {
  const group = optionalGroup(call);
  if (group === undefined) {
    throw usageError('a resource group is missing', 'Give it with -g, or set TORPOR_RESOURCE_GROUP.');
  }
  return group;
}

/** Asks before something is lost. Throws a usage error when nobody can be asked, or the answer is no. */
export async function confirmed(
  session: Session,
  isSure: boolean | undefined,
  question: string,
): Promise<void> {
  if (isSure === true) return;
  const answer = await session.process.confirm(question);
  if (answer === true) return;
  throw answer === undefined
    ? usageError('there is no terminal to ask whether you are sure', 'Give --yes.')
    : usageError('nothing was done');
}
