import { emulatorInventory } from '../../../what-if/inventory/emulator-inventory.js';
import {
  type InventoryRow,
  writeInventoryCsv,
  writeInventoryParquet,
} from '../../../what-if/inventory/inventory-files.js';
import type { ArmResource } from '../../api-types.js';
import { CliError } from '../../cli-error.js';
import type { Call } from '../../command-line/leaf-command.js';
import { EXIT } from '../../exit-codes.js';
import { printable } from '../../render/printable.js';
import type { Session } from '../../session.js';
import type { InventoryOptions } from './whatif-options.js';

/** Requests that are under way at a time. */
const AT_ONCE = 8;

/** `whatif inventory`: the VMs of a server as a file. */
export async function inventory({ session, options }: Call<InventoryOptions>): Promise<void> {
  const { client, paths } = session;
  const subscription = paths.subscription();
  const virtualMachines = await client.list<ArmResource<unknown>>(
    paths.compute('virtualMachines', undefined),
  );
  const { rows, notes } = emulatorInventory({
    virtualMachines,
    networkInterfaces: await client.list(`${subscription}/providers/Microsoft.Network/networkInterfaces`),
    disks: await client.list(paths.compute('disks', undefined)),
    emulations: await emulationsOf(session, virtualMachines),
  });
  await write(options.out, rows);
  await session.print({
    value: { path: options.out, vms: rows.length, notes },
    lines: () => [
      `${rows.length} ${rows.length === 1 ? 'VM is' : 'VMs are'} in ${options.out}.`,
      ...notes.map(printable),
    ],
  });
}

async function emulationsOf(
  { client, paths }: Session,
  vms: readonly ArmResource<unknown>[],
): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  for (let at = 0; at < vms.length; at += AT_ONCE) {
    const batch = vms.slice(at, at + AT_ONCE);
    const asked = batch.map(({ id }) =>
      client.get(`${paths.scope(id)}/providers/Torpor.Emulator/emulation/default`),
    );
    found.push(...(await Promise.all(asked)));
  }
  return found;
}

async function write(file: string, rows: readonly InventoryRow[]): Promise<void> {
  try {
    await (file.endsWith('.parquet') ? writeInventoryParquet : writeInventoryCsv)(file, rows);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(
      {
        code: 'file-unwritable',
        message: `The file ${file} cannot be written: ${reason}.`,
        exit: EXIT.invalid,
      },
      { cause: error },
    );
  }
}
