import { type Command, InvalidArgumentError, Option } from 'commander';
import { ARMABLE_KINDS, FAULT_PARAMETERS, isArmableKind, type ParameterName } from '#libs/platform-faults';
import type { FaultDocument } from '../api-types.js';
import { usageError } from '../cli-error.js';
import { type Call, type CommandRunner, givenGroup, leaf, withGroup } from '../command-line/leaf-command.js';
import { keyJsonValues, positiveNumber, wholeNumber } from '../command-line/option-values.js';
import { faultLines } from './fault-lines.js';

interface ArmOptions {
  readonly name?: string;
  readonly vm?: string;
  readonly resourceGroup?: string;
  readonly group?: string;
  readonly host?: string;
  readonly size?: string;
  readonly operation?: readonly string[];
  readonly once?: true;
  readonly times?: number | 'unlimited';
  readonly probability?: number;
  readonly seed?: number;
  readonly parameter?: Readonly<Record<string, unknown>>;
}

const MOST_TIMES = 1_000_000;
const HIGHEST_SEED = 0xffff_ffff;

/** Parameters that are texts whatever they look like. */
const TEXTS = (Object.keys(FAULT_PARAMETERS) as ParameterName[]).filter(
  (name) => FAULT_PARAMETERS[name].takes === 'text' || FAULT_PARAMETERS[name].takes === 'choice',
);

/** Adds `torpor fault arm`. */
export function addArmCommand(fault: Command, runner: CommandRunner): void {
  const command = leaf(fault, 'arm <kind>', 'arm a fault; "torpor fault kinds" lists the kinds')
    .option('--name <name>', 'what it is called (default: its kind)')
    .option('--vm <name>', 'strike this VM: its name, with its group by -g, or its id')
    .option('--group <name>', 'strike what is in this resource group')
    .option('--host <name>', 'strike VMs that are on this host')
    .option('--size <name>', 'strike VMs of this size')
    .option(
      '--operation <name>',
      'strike this operation; again for more (default: every one that it can)',
      more,
    )
    .addOption(new Option('--once', 'strike once (the default)').conflicts('times'))
    .option('--times <count>', 'strike so often, or "unlimited"', timesOf)
    .option('--probability <chance>', 'strike what matches with this chance, above 0 to 1', chanceOf)
    .option('--seed <number>', 'what chances are drawn from (default: 0)', wholeNumber(0, HIGHEST_SEED))
    .option(
      '--parameter <key=value>',
      'say more, such as delayMs=5000; again for more',
      keyJsonValues(TEXTS),
    );
  withGroup(command).action(
    runner.action<ArmOptions>(async (call) => {
      const { session, options, args } = call;
      const kind = args[0] ?? '';
      if (!isArmableKind(kind))
        throw usageError(`there is no fault "${kind}"`, `One of: ${ARMABLE_KINDS.join(', ')}.`);
      const name = options.name ?? kind.replace(':', '-');
      const { body } = await session.client.request<FaultDocument>(
        'PUT',
        session.paths.emulator('faults', name),
        {
          body: { properties: { kind, ...specOf(call) } },
        },
      );
      await session.print({ value: body, lines: () => faultLines(body, session.style) });
    }),
  );
}

function specOf(call: Call<ArmOptions>): object {
  const { operation: operations, times, probability, seed, parameter: parameters } = call.options;
  const target = targetOf(call);
  return {
    ...(Object.keys(target).length === 0 ? {} : { target }),
    ...(operations === undefined ? {} : { operations }),
    ...(times === undefined ? {} : { times }),
    ...(probability === undefined ? {} : { probability }),
    ...(seed === undefined ? {} : { seed }),
    ...(parameters === undefined ? {} : { parameters }),
  };
}

function targetOf(call: Call<ArmOptions>): object {
  const { vm, group, host, size } = call.options;
  const isId = vm?.startsWith('/') === true;
  return {
    ...(vm === undefined ? {} : { vm: isId ? vm : call.session.paths.vm(givenGroup(call), vm) }),
    ...(group === undefined ? {} : { group }),
    ...(host === undefined ? {} : { host }),
    ...(size === undefined ? {} : { size }),
  };
}

function more(text: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, ...text.split(',')];
}

function timesOf(text: string): number | 'unlimited' {
  return text === 'unlimited' ? text : wholeNumber(1, MOST_TIMES)(text);
}

function chanceOf(text: string): number {
  const chance = positiveNumber(text);
  if (chance <= 1) return chance;
  throw new InvalidArgumentError('expected a number above 0, up to 1.');
}
