import type { Command } from 'commander';
import type { ArmResource, EmulationDocument, GroupDocument, VmDocument } from '../../api-types.js';
import { CliError, usageError } from '../../cli-error.js';
import {
  type Call,
  type CommandRunner,
  givenGroup,
  givenName,
  type GroupOption,
  type NameOption,
  namedLeaf,
  withGroup,
} from '../../command-line/leaf-command.js';
import { keyValues, truth, wholeNumber, wholeNumbers } from '../../command-line/option-values.js';
import type { ArmAnswer } from '../../connection/arm-client.js';
import { EXIT, type Exit } from '../../exit-codes.js';
import type { WaitOption } from '../../progress/begin-operation.js';
import { acceptedOperationId, followOperation, operationFailure } from '../../progress/follow-operation.js';
import type { Session } from '../../session.js';
import { vmBody } from './create-body.js';
import { emulationHeaders, type EmulationOptions, withEmulationOptions } from './emulation-options.js';
import { DEFAULT_IMAGE, imageReference } from './image-reference.js';
import { NetworkPieces } from './network-pieces.js';
import { vmLines } from './vm-lines.js';

interface OwnOptions {
  readonly location?: string;
  readonly size: string;
  readonly image: string;
  readonly enableHibernation?: boolean;
  readonly nics: readonly string[];
  readonly acceleratedNetworking?: boolean;
  readonly vnetName?: string;
  readonly subnet?: string;
  readonly osDiskSizeGb?: number;
  readonly dataDiskSizesGb?: readonly number[];
  readonly storageSku?: string;
  readonly adminUsername: string;
  readonly tags?: Readonly<Record<string, string>>;
}
type CreateOptions = GroupOption & NameOption & WaitOption & EmulationOptions & OwnOptions;

/** A size that can hibernate on every kind of host with a processor of its vendor. */
const DEFAULT_SIZE = 'Standard_D2s_v5';
const LARGEST_DISK_GB = 32_767;
const MOST_NICS = 8;

/** Adds `vm create`. */
export function addVmCreateCommand(vm: Command, runner: CommandRunner): void {
  const command = withGroup(namedLeaf(vm, 'create', 'create and start a VM, with the network it lacks'))
    .option('-l, --location <region>', 'where (default: that of the group)')
    .option('--size <size>', 'its size', DEFAULT_SIZE)
    .option('--image <image>', 'publisher:offer:sku:version, or a short name', DEFAULT_IMAGE)
    .option('--enable-hibernation [bool]', 'whether it may hibernate', truth)
    .option('--nics <count-or-name...>', 'how many NICs to make, or the names of existing ones', ['1'])
    .option('--accelerated-networking [bool]', 'give the NICs made here a VF each', truth)
    .option('--vnet-name <name>', 'virtual network to use or to make')
    .option('--subnet <name>', 'subnet to use or to make')
    .option('--os-disk-size-gb <size>', 'size of the OS disk', wholeNumber(1, LARGEST_DISK_GB))
    .option('--data-disk-sizes-gb <size...>', 'sizes of new data disks', wholeNumbers(1, LARGEST_DISK_GB))
    .option('--storage-sku <sku>', 'kind of disk: Premium_LRS, StandardSSD_LRS, ...')
    .option('--admin-username <name>', 'user in the guest', 'azureuser')
    .option('--tags <key=value...>', 'its tags', keyValues)
    .option('--no-wait', 'do not wait until it runs');
  withEmulationOptions(command).action(runner.action<CreateOptions>(createVm));
}

async function createVm(call: Call<CreateOptions>): Promise<Exit> {
  const { session, options } = call;
  const [group, name] = [givenGroup(call), givenName(call)];
  const answer = await putVm(session, { group, name }, options);
  const operationId = acceptedOperationId(answer);
  if (!options.wait) {
    const watch = operationId === undefined ? '' : ` Watch it with: torpor operation watch ${operationId}`;
    await session.print({ value: answer.body, lines: () => [`VM ${name} is being created.${watch}`] });
    return EXIT.ok;
  }
  if (operationId !== undefined) {
    const { document, isShown } = await followOperation(session, operationId);
    if (isShown) session.say('');
    if (document.properties.status !== 'succeeded') throw operationFailure(document);
  }
  const { client, paths } = session;
  const value = await client.get<VmDocument>(paths.vm(group, name), { $expand: 'instanceView' });
  const emulation = session.isForPeople
    ? await client.find<EmulationDocument>(paths.vmEmulation(group, name))
    : undefined;
  await session.print({ value, lines: () => vmLines(value, emulation, session.style) });
  return EXIT.ok;
}

/** Sends the VM, after what it needs. When it is refused, what was made for it is taken back. */
async function putVm(
  session: Session,
  { group, name }: { readonly group: string; readonly name: string },
  options: CreateOptions,
): Promise<ArmAnswer<VmDocument>> {
  const image = imageReference(options.image);
  const count = nicCount(options.nics);
  const { client, paths } = session;
  const { location: groupLocation } = await client.get<GroupDocument>(paths.group(group));
  const location = options.location ?? groupLocation ?? '';
  await requireNoVm(session, group, name);
  const pieces = new NetworkPieces(session, {
    group,
    location,
    vmName: name,
    nics: count ?? 0,
    acceleratedNetworking: options.acceleratedNetworking === true,
    ...(options.vnetName === undefined ? {} : { vnetName: options.vnetName }),
    ...(options.subnet === undefined ? {} : { subnet: options.subnet }),
  });
  try {
    const nicIds =
      count === undefined ? await existingNics(session, group, options.nics) : await pieces.nics();
    return await client.request<VmDocument>('PUT', paths.vm(group, name), {
      body: vmBody({ ...options, name, location, image, nicIds }),
      headers: emulationHeaders(options),
    });
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    const left = await pieces.takeBack();
    for (const path of left) session.remark(`Left behind: ${path}`);
    throw error;
  }
}

/** How many NICs to make; undefined when existing ones are named. */
function nicCount(nics: readonly string[]): number | undefined {
  const [only = ''] = nics;
  if (nics.length > 1 || !/^\d+$/.test(only)) return undefined;
  const count = Number(only);
  if (count >= 1 && count <= MOST_NICS) return count;
  throw usageError(`--nics expects 1 to ${MOST_NICS} NICs`);
}

async function existingNics(
  session: Session,
  group: string,
  names: readonly string[],
): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const name of names) {
    const nic = await session.client.get<ArmResource<object>>(
      session.paths.network(group, 'networkInterfaces', name),
    );
    ids.push(nic.id);
  }
  return ids;
}

/** A PUT would change a VM that exists. */
async function requireNoVm({ client, paths }: Session, group: string, name: string): Promise<void> {
  if ((await client.find<VmDocument>(paths.vm(group, name))) === undefined) return;
  throw new CliError({
    code: 'vm-name-taken',
    message: `A VM of this name exists already: ${name} in group ${group}.`,
    rule: 'ARM-34',
    remedy: 'Choose another name, change the VM with `torpor vm update`, or delete it.',
    exit: EXIT.refused,
  });
}
