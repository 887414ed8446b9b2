import type { EmulationDocument, VmDocument } from '../../api-types.js';
import { groupOfId, nameOfId } from '../../connection/group-of-id.js';
import { printable } from '../../render/printable.js';
import { bytes } from '../../render/quantities.js';
import type { Style } from '../../render/style.js';
import { fieldLines, tableLines } from '../../render/table.js';
import { verdictLines } from '../../render/verdict.js';
import { hibernationText, vmState } from './vm-state.js';

/** VMs, one line each. */
export function vmTableLines(vms: readonly VmDocument[], style: Style): readonly string[] {
  const titles = ['name', 'group', 'location', 'size', 'state', 'hibernation'];
  const rows = vms.map((vm) => [
    printable(vm.name),
    printable(groupOfId(vm.id)),
    vm.location ?? '',
    vm.properties.hardwareProfile?.vmSize ?? '',
    stateStyle(vmState(vm), style)(vmState(vm)),
    hibernationText(vm),
  ]);
  return tableLines(
    titles.map((title) => ({ title })),
    rows,
    style,
  );
}

/** One VM: what it is, where it is, and how its last start went. */
export function vmLines(
  vm: VmDocument,
  emulation: EmulationDocument | undefined,
  style: Style,
): readonly string[] {
  const { properties } = vm;
  const emulated = emulation?.properties;
  const verdict = emulated?.verdict;
  const image = emulated?.hibernation?.image;
  const tags = Object.entries(vm.tags ?? {}).map(([key, value]) => `${key}=${value}`);
  const fields = fieldLines(
    [
      ['state', stateStyle(vmState(vm), style)(vmState(vm))],
      ['host', emulation === undefined ? undefined : printable(emulated?.hostName ?? 'none')],
      ['size', properties.hardwareProfile?.vmSize],
      ['hibernation', hibernationText(vm)],
      ['image', image === undefined ? undefined : `${bytes(image.bytes)} on the OS disk`],
      ['GUID policy', emulated === undefined ? undefined : policyText(emulated)],
      ['guest', printable(emulated?.guestProfile ?? '')],
      ['next boot', emulated?.awaitingBoot?.map(printable).join(', ')],
      ['disks', disksText(vm)],
      ['NICs', (properties.networkProfile?.networkInterfaces ?? []).map(({ id }) => nameOfId(id)).join(', ')],
      ['tags', printable(tags.join(' '))],
      ['provisioning', properties.provisioningState],
    ],
    style,
  );
  return [
    `${style.strong(printable(vm.name))} in ${printable(groupOfId(vm.id))}, ${vm.location ?? ''}`,
    ...fields,
    ...(verdict === undefined
      ? []
      : ['last start', ...verdictLines(verdict, style).map((line) => `  ${line}`)]),
  ];
}

/** The policy of the VM itself, or the one that is active in its place. */
function policyText({ policy, policyInForce }: EmulationDocument['properties']): string {
  if (typeof policy === 'string') return printable(policy);
  return policyInForce === undefined ? 'the active one' : `${printable(policyInForce)} (the active one)`;
}

function disksText({ properties }: VmDocument): string {
  const { osDisk, dataDisks = [] } = properties.storageProfile ?? {};
  const sized = (name: string | undefined, sizeGb: number | undefined) =>
    [name ?? '', sizeGb === undefined ? '' : `(${sizeGb} GB)`].join(' ').trim();
  return [
    ...(osDisk === undefined ? [] : [sized(osDisk.name, osDisk.diskSizeGB)]),
    ...dataDisks.map(({ name, diskSizeGB }) => sized(name, diskSizeGB)),
  ].join(', ');
}

function stateStyle(state: string, style: Style): (text: string) => string {
  switch (state) {
    case 'running':
      return style.good;
    case 'hibernated':
      return style.active;
    case 'failed':
      return style.bad;
    case 'stopped':
    case 'deallocated':
      return style.faint;
    default:
      return style.warning;
  }
}
