import type { Command } from 'commander';
import type { DiskDocument } from '../api-types.js';
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
} from '../command-line/leaf-command.js';
import { groupOfId, nameOfId } from '../connection/group-of-id.js';
import { printable } from '../render/printable.js';
import type { Style } from '../render/style.js';
import { fieldLines, tableLines } from '../render/table.js';

/** Adds `torpor disk ...`. */
export function addDiskCommands(program: Command, runner: CommandRunner): void {
  const disk = program.command('disk').description('disks');
  withGroup(leaf(disk, 'list', 'list disks, of a group or of the subscription')).action(
    runner.action<GroupOption>(async (call) => {
      const { session } = call;
      const value = await session.client.list<DiskDocument>(
        session.paths.compute('disks', optionalGroup(call)),
      );
      await session.print({ value, lines: () => diskTableLines(value, session.style) });
    }),
  );
  withGroup(namedLeaf(disk, 'show', 'show a disk')).action(
    runner.action<GroupOption & NameOption>(async (call) => {
      const { session } = call;
      const value = await session.client.get<DiskDocument>(
        session.paths.disk(givenGroup(call), givenName(call)),
      );
      await session.print({ value, lines: () => diskLines(value, session.style) });
    }),
  );
}

function diskTableLines(disks: readonly DiskDocument[], style: Style): readonly string[] {
  const columns = [
    { title: 'name' },
    { title: 'group' },
    { title: 'GB', align: 'right' as const },
    { title: 'SKU' },
    { title: 'state' },
    { title: 'VM' },
    { title: 'hibernation' },
  ];
  const rows = disks.map((disk) => [
    printable(disk.name),
    printable(groupOfId(disk.id)),
    String(disk.properties.diskSizeGB ?? ''),
    disk.sku?.name ?? '',
    disk.properties.diskState ?? '',
    printable(nameOfId(disk.managedBy ?? '')),
    supportText(disk),
  ]);
  return tableLines(columns, rows, style);
}

function diskLines(disk: DiskDocument, style: Style): readonly string[] {
  const { properties, sku, managedBy } = disk;
  return [
    `${style.strong(printable(disk.name))} in ${printable(groupOfId(disk.id))}, ${disk.location ?? ''}`,
    ...fieldLines(
      [
        ['size', properties.diskSizeGB === undefined ? undefined : `${properties.diskSizeGB} GB`],
        ['SKU', sku?.name],
        ['state', properties.diskState],
        ['VM', printable(nameOfId(managedBy ?? ''))],
        ['hibernation', supportText(disk)],
      ],
      style,
    ),
  ];
}

function supportText({ properties }: DiskDocument): string {
  return properties.supportsHibernation === true ? 'supported' : 'not supported';
}
