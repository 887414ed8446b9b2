import type { HostDocument } from '../api-types.js';
import type { HostGeneration } from '#libs/hosts';
import { printable } from '../render/printable.js';
import { gibibytes, mebibytes } from '../render/quantities.js';
import type { Style } from '../render/style.js';
import { fieldLines, tableLines } from '../render/table.js';

/** Hosts, one line each. Quantities are used / all. */
export function hostTableLines(hosts: readonly HostDocument[], style: Style): readonly string[] {
  const columns = [
    { title: 'name' },
    { title: 'cluster' },
    { title: 'generation' },
    { title: 'state' },
    { title: 'vCPUs', align: 'right' as const },
    { title: 'memory GiB', align: 'right' as const },
    { title: 'VF slots', align: 'right' as const },
    { title: 'VMs', align: 'right' as const },
  ];
  const rows = hosts.map(({ name, properties }) => {
    const { cluster, generation, state, used, capacity, virtualMachines } = properties;
    return [
      printable(name),
      printable(cluster),
      generation.name,
      stateStyle(state, style)(state),
      `${used.vcpus}/${capacity.vcpus}`,
      `${gibibytes(used.memoryMib)}/${gibibytes(capacity.memoryMib)}`,
      `${used.vfSlots}/${capacity.vfSlots}`,
      virtualMachines === undefined ? '' : String(virtualMachines.length),
    ];
  });
  return tableLines(columns, rows, style);
}

/** One host: what it is, what it has left, and which VMs it runs. */
export function hostLines({ name, properties }: HostDocument, style: Style): readonly string[] {
  const { cluster, generation, state, used, capacity, virtualMachines = [], operations } = properties;
  return [
    `${style.strong(printable(name))} in cluster ${printable(cluster)}`,
    ...fieldLines(
      [
        ['state', stateStyle(state, style)(state)],
        ['generation', generationText(generation)],
        ['vCPUs', `${used.vcpus} of ${capacity.vcpus} used`],
        ['memory', `${mebibytes(used.memoryMib)} of ${mebibytes(capacity.memoryMib)} used`],
        ['VF slots', `${used.vfSlots} of ${capacity.vfSlots} used`],
        [
          'VMs',
          virtualMachines
            .map(({ name: vm, powerState }) =>
              printable(powerState === undefined ? vm : `${vm} (${powerState})`),
            )
            .join(', ') || 'none',
        ],
        ['recovering', operations?.map((id) => `operation ${id}`).join(', ')],
      ],
      style,
    ),
  ];
}

/** Kinds of servers, one line each. */
export function generationTableLines(
  generations: readonly { readonly name: string; readonly properties: HostGeneration }[],
  style: Style,
): readonly string[] {
  const titles = ['name', 'vendor', 'processor', 'Hyper-V level', 'VM versions', 'VMBus versions'];
  const rows = generations.map(({ name, properties: generation }) => [
    name,
    generation.processorVendor,
    generation.processorModel,
    String(generation.hypervLevel),
    range(generation.configurationVersions),
    range(generation.vmbusVersions),
  ]);
  return tableLines(
    titles.map((title) => ({ title })),
    rows,
    style,
  );
}

function generationText({ name, processorModel, configurationVersions }: HostGeneration): string {
  return `${name}: ${processorModel}, VM configuration versions ${range(configurationVersions)}`;
}

function range(versions: readonly string[]): string {
  const [first = '-'] = versions;
  const last = versions.at(-1) ?? first;
  return first === last ? first : `${first} to ${last}`;
}

function stateStyle(state: HostDocument['properties']['state'], style: Style): (text: string) => string {
  switch (state) {
    case 'available':
      return style.good;
    case 'draining':
      return style.warning;
    case 'down':
      return style.bad;
  }
}
