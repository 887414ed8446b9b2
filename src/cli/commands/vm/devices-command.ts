import { type Command, Option } from 'commander';
import type { GuestViewDocument } from '../../api-types.js';
import {
  type CommandRunner,
  givenGroup,
  givenName,
  type GroupOption,
  type NameOption,
  namedLeaf,
  withGroup,
} from '../../command-line/leaf-command.js';
import { printable } from '../../render/printable.js';
import type { Style } from '../../render/style.js';
import { tableLines } from '../../render/table.js';

interface DevicesOptions {
  readonly as: 'table' | 'lsvmbus' | 'sysfs';
}

const COLUMNS = [
  { title: 'slot' },
  { title: 'instance GUID' },
  { title: 'relid', align: 'right' as const },
  { title: 'driver' },
  { title: 'state' },
  { title: 'sub-channels', align: 'right' as const },
];

/** Adds `vm devices`: the VMBus devices as the running guest has them. */
export function addVmDevicesCommand(vm: Command, runner: CommandRunner): void {
  withGroup(namedLeaf(vm, 'devices', 'the VMBus devices that the running guest has'))
    .addOption(
      new Option('--as <form>', 'as a table, or as a tool in the guest prints it; torpor match reads those')
        .choices(['table', 'lsvmbus', 'sysfs'])
        .default('table'),
    )
    .action(
      runner.action<GroupOption & NameOption & DevicesOptions>(async (call) => {
        const { session, options } = call;
        const path = session.paths.vmGuestView(givenGroup(call), givenName(call));
        const value = await session.client.get<GuestViewDocument>(path);
        const { listings } = value.properties;
        const lines = () =>
          options.as === 'table'
            ? deviceLines(value, session.style)
            : listings[options.as].replace(/\n$/, '').split('\n');
        await session.print({ value, lines });
      }),
    );
}

function deviceLines({ properties }: GuestViewDocument, style: Style): readonly string[] {
  const rows = properties.devices.map((device) => [
    printable(device.slot),
    printable(device.instanceGuid),
    device.relid === -1 ? style.bad('-1') : String(device.relid),
    device.driver ?? '-',
    stateOf(device, style),
    String(device.subChannels),
  ]);
  return tableLines(COLUMNS, rows, style);
}

function stateOf(
  { isOpen, resumeError }: GuestViewDocument['properties']['devices'][number],
  style: Style,
): string {
  if (resumeError !== undefined) return style.bad(`dead (${resumeError})`);
  return isOpen ? style.good('open') : 'closed';
}
