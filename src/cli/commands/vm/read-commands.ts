import type { Command } from 'commander';
import type { EmulationDocument, VmDocument } from '../../api-types.js';
import {
  type CommandRunner,
  givenGroup,
  givenName,
  type GroupOption,
  leaf,
  type NameOption,
  namedLeaf,
  optionalGroup,
  withGroup,
} from '../../command-line/leaf-command.js';
import { vmLines, vmTableLines } from './vm-lines.js';

/** Adds `vm list` and `vm show`. */
export function addVmReadCommands(vm: Command, runner: CommandRunner): void {
  withGroup(leaf(vm, 'list', 'list VMs, of a group or of the subscription')).action(
    runner.action<GroupOption>(async (call) => {
      const { session } = call;
      const path = session.paths.compute('virtualMachines', optionalGroup(call));
      const value = await session.client.list<VmDocument>(path, { $expand: 'instanceView' });
      await session.print({ value, lines: () => vmTableLines(value, session.style) });
    }),
  );
  withGroup(namedLeaf(vm, 'show', 'show a VM: state, host, and how its last start went'))
    .option('--emulation', 'print the emulation of the VM instead: policy, guest, devices, verdict')
    .action(
      runner.action<GroupOption & NameOption & { readonly emulation?: true }>(async (call) => {
        const { session, options } = call;
        const [group, name] = [givenGroup(call), givenName(call)];
        const { client, paths } = session;
        if (options.emulation === true) {
          await session.print({ value: await client.get<EmulationDocument>(paths.vmEmulation(group, name)) });
          return;
        }
        const value = await client.get<VmDocument>(paths.vm(group, name), { $expand: 'instanceView' });
        const emulation = session.isForPeople
          ? await client.find<EmulationDocument>(paths.vmEmulation(group, name))
          : undefined;
        await session.print({ value, lines: () => vmLines(value, emulation, session.style) });
      }),
    );
}
