import type { Command } from 'commander';
import type { HostGeneration } from '#libs/hosts';
import type { ArmResource, HostDocument } from '../api-types.js';
import {
  type CommandRunner,
  givenName,
  leaf,
  type NameOption,
  namedLeaf,
} from '../command-line/leaf-command.js';
import { wholeNumber } from '../command-line/option-values.js';
import type { Session } from '../session.js';
import { generationTableLines, hostLines, hostTableLines } from './host-lines.js';

interface RegisterOptions extends NameOption {
  readonly generation: string;
  readonly cluster?: string;
  readonly vcpus: number;
  readonly memoryGib: number;
  readonly vfSlots: number;
}

const MOST_VCPUS = 65_536;
const MOST_MEMORY_GIB = 1_048_576;
const MOST_VF_SLOTS = 65_536;
const MIB_PER_GIB = 1_024;

const ACTIONS = [
  { verb: 'drain', summary: 'keep what the host runs, give it nothing new' },
  { verb: 'undrain', summary: 'let the host take VMs again' },
  { verb: 'fail', summary: 'fail the host: what runs there is gone, its VMs are recovered as deallocated' },
  { verb: 'repair', summary: 'bring a failed host back' },
] as const;

/** Adds `torpor host ...`. */
export function addHostCommands(program: Command, runner: CommandRunner): void {
  const host = program.command('host').description('hosts that VMs run on');
  addRegister(host, runner);
  leaf(host, 'list', 'list hosts with what they have sold').action(
    runner.action(async ({ session }) => {
      const value = await session.client.list<HostDocument>(session.paths.emulator('hosts'));
      await session.print({ value, lines: () => hostTableLines(value, session.style) });
    }),
  );
  namedLeaf(host, 'show', 'show a host').action(
    runner.action<NameOption>(async (call) => {
      const { session } = call;
      const path = session.paths.emulator('hosts', givenName(call));
      await printHost(session, await session.client.get<HostDocument>(path));
    }),
  );
  for (const { verb, summary } of ACTIONS) {
    namedLeaf(host, verb, summary).action(
      runner.action<NameOption>(async (call) => {
        const { session } = call;
        const path = session.paths.emulator('hosts', givenName(call), verb);
        await printHost(session, (await session.client.request<HostDocument>('POST', path)).body);
      }),
    );
  }
  namedLeaf(host, 'remove', 'remove a host that runs nothing').action(
    runner.action<NameOption>(async (call) => {
      const { session } = call;
      const name = givenName(call);
      const { status } = await session.client.request('DELETE', session.paths.emulator('hosts', name));
      session.say(status === 204 ? `There was no host ${name}.` : `Host ${name} is removed.`);
    }),
  );
  leaf(host, 'generations', 'list the kinds of servers a host can be').action(
    runner.action(async ({ session }) => {
      const path = session.paths.emulator('hostGenerations');
      const value = await session.client.list<ArmResource<HostGeneration>>(path);
      await session.print({ value, lines: () => generationTableLines(value, session.style) });
    }),
  );
}

function addRegister(host: Command, runner: CommandRunner): void {
  namedLeaf(host, 'register', 'register a host, or change what it has')
    .requiredOption('--generation <name>', 'kind of server; see `torpor host generations`')
    .option('--cluster <name>', 'cluster it belongs to (default: default)')
    .option('--vcpus <count>', 'processors to sell', wholeNumber(1, MOST_VCPUS), 64)
    .option('--memory-gib <size>', 'memory to sell', wholeNumber(1, MOST_MEMORY_GIB), 256)
    .option('--vf-slots <count>', 'VFs for accelerated NICs', wholeNumber(0, MOST_VF_SLOTS), 32)
    .action(
      runner.action<RegisterOptions>(async (call) => {
        const { session, options } = call;
        const { generation, cluster, vcpus, memoryGib, vfSlots } = options;
        const capacity = { vcpus, memoryMib: memoryGib * MIB_PER_GIB, vfSlots };
        const properties = { generation, capacity, ...(cluster === undefined ? {} : { cluster }) };
        const path = session.paths.emulator('hosts', givenName(call));
        const { body } = await session.client.request<HostDocument>('PUT', path, { body: { properties } });
        await printHost(session, body);
      }),
    );
}

async function printHost(session: Session, value: HostDocument): Promise<void> {
  await session.print({ value, lines: () => hostLines(value, session.style) });
}
