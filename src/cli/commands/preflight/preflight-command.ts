import { type Command, Option } from 'commander';
import type { HostGenerationName } from '#libs/hosts';
import type { PreflightReport } from '#libs/preflight';
import { usageError } from '../../cli-error.js';
import {
  type Call,
  type CommandRunner,
  givenGroup,
  givenName,
  type GroupOption,
  leaf,
  type NameOption,
  withGroup,
} from '../../command-line/leaf-command.js';
import { EXIT, type Exit } from '../../exit-codes.js';
import type { PreflightOptions } from './preflight-options.js';

/** Held here because the commands are built before any library is loaded. */
export const GENERATION_NAMES = [
  'intel-cascade-lake',
  'intel-ice-lake',
  'intel-ice-lake-26102',
  'intel-sapphire-rapids',
  'amd-rome',
  'amd-milan',
  'amd-milan-26102',
] as const satisfies readonly HostGenerationName[];

type AllOptions = PreflightOptions & GroupOption & NameOption;

const HELP = `
Nothing is carried out and nothing is changed. Every problem is listed, not only the first one; a remedy was tried in the
model, and the problem was gone. What shows only after others are remedied comes after them.

Target: as things stand for the VM, unless --policy, --host, --generation or --kernel say otherwise. --kernel asks about the
guest booted with that kernel; of a VM that sleeps, about the kernel that reads its image. A guest that hibernates by itself
(--self) stays in its Hyper-V VM unless --host or --generation is given.

Without a server: --file <vm.yaml>, with --policy a built-in policy (azure, local-hyperv, none) or the file of one.
Of the file only the size is needed; the report names everything that had to be assumed.
  size: Standard_D4s_v5             # of the catalogue; vcpus and memoryMib override it
  name: web-1
  hibernationEnabled: true
  exclusions: [spot]                # what rules hibernation out: spot, availability set, shared disk, ...
  osDisk: { sizeGib: 64, supportsHibernation: true }
  dataDisks: 1                      # how many
  nics: 2                           # how many
  acceleratedNetworking: true
  guestProfile: ubuntu-24.04        # a built-in profile
  guestOverrides: { kernelVersion: "6.12", swapMib: 16384, uioSlots: [nic 1] }
  policy: azure                     # in force when it goes to sleep
  generation: intel-ice-lake        # of the host on which it goes to sleep

Exit codes: 0 nothing worse than a warning; 2 the file or an option is wrong; 3 no such VM, host, policy or file;
4 the platform would refuse; 5 the guest would not hibernate, or not come back whole.`;

/** Adds `torpor preflight`. */
export function addPreflightCommand(program: Command, runner: CommandRunner): void {
  const command = leaf(
    program,
    'preflight [name]',
    'list everything that hibernating a VM and resuming it on a target would break',
  ).option('-n, --name <name>', 'the VM, instead of the argument');
  withGroup(command)
    .option(
      '--file <file>',
      'a VM described in YAML or JSON instead of one on a server; - for standard input',
    )
    .option('--policy <policy>', 'GUID policy in force when the VM is started again')
    .option('--host <name>', 'host on which it is to be started again')
    .addOption(new Option('--generation <name>', 'kind of host, instead of a host').choices(GENERATION_NAMES))
    .option('--kernel <version>', 'kernel to ask about, such as 6.14')
    .option('--self', 'the guest hibernates by itself instead of being asked')
    .addHelpText('after', HELP)
    .action(runner.action<AllOptions>(runPreflight));
}

async function runPreflight(call: Call<AllOptions>): Promise<Exit> {
  const { session, options } = call;
  if (options.host !== undefined && options.generation !== undefined) {
    throw usageError('--host and --generation are both given', 'Give one of them.');
  }
  const report = options.file === undefined ? await ofStoredVm(call) : await ofFile(call, options.file);
  const { preflightLines } = await import('../../render/preflight.js');
  await session.print({ value: report, lines: () => preflightLines(report, session.style) });
  return exitOf(report);
}

async function ofStoredVm(call: Call<AllOptions>): Promise<PreflightReport> {
  const { session, options } = call;
  const { policy, host, generation, kernel, self } = options;
  const path = session.paths.vmPreflight(givenGroup(call), givenName(call));
  const answer = await session.client.request<PreflightReport>('POST', path, {
    body: {
      ...(policy === undefined ? {} : { policy }),
      ...(host === undefined ? {} : { hostName: host }),
      ...(generation === undefined ? {} : { generation }),
      ...(kernel === undefined ? {} : { kernelVersion: kernel }),
      ...(self === true ? { initiatedBy: 'guest' } : {}),
    },
  });
  return answer.body;
}

async function ofFile(
  { session, options, args }: Call<AllOptions>,
  fileName: string,
): Promise<PreflightReport> {
  if ((options.name ?? args[0]) !== undefined)
    throw usageError('--file describes a VM, and another one is named');
  if (options.host !== undefined) {
    throw usageError('--host is for a VM on a server', 'Give --generation, the kind of host.');
  }
  const { preflightFile } = await import('./preflight-file.js');
  return preflightFile(session, fileName, options);
}

function exitOf({ items }: PreflightReport): Exit {
  const severe = items.filter(({ severity }) => severity !== 'info' && severity !== 'warning');
  if (severe.length === 0) return EXIT.ok;
  return severe.some(({ source }) => source === 'arm') ? EXIT.refused : EXIT.failed;
}
