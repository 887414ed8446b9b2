import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SeededIds } from '#libs/determinism';
import {
  guid,
  nicInstanceGuid,
  pciDomainOf,
  slotName,
  vfInterfaceName,
  type Guid,
  type VirtualDevice,
} from '#libs/vmbus';
import { assignInstanceGuids } from './assign-instance-guids.js';
import { BUILT_IN_POLICIES } from './built-in-policies.js';
import { deviceSlotsOf } from './device-slots.js';

/** What one boot of a real Azure VM logged (data/azure-vmbus-boots): only what its drivers mentioned. */
interface Boot {
  readonly source: string;
  readonly storvsc_guids: readonly string[];
  readonly netvsc: readonly { readonly guid: string }[];
  readonly hv_pci: readonly { readonly guid: string; readonly pci: string }[];
  readonly vf_events: readonly string[];
}

const boots = readFileSync(new URL('../../../data/azure-vmbus-boots/boots.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Boot);
const withNics = boots.filter((boot) => boot.netvsc.length > 0);

/** A VM with the NICs of a boot, as policy `azure` creates it. A NIC's GUID begins with its MAC. */
function created(boot: Boot, seed: number): readonly VirtualDevice[] {
  const nics = boot.netvsc.map((nic) => ({
    mac: nic.guid.replaceAll('-', '').slice(0, 12),
    accelerated: true,
  }));
  const slots = deviceSlotsOf({ scsiControllers: 2, nics, dda: 0 });
  return assignInstanceGuids(BUILT_IN_POLICIES.azure, slots, {}, new SeededIds(seed)).devices;
}

function guidsOf(devices: readonly VirtualDevice[], kind: VirtualDevice['kind']): readonly Guid[] {
  return devices.filter((device) => device.kind === kind).map((device) => device.instanceGuid);
}

/** MACs that cloud-init and the network tools printed in the logs of these boots. */
const LOGGED_MACS = [
  '60:45:bd:c0:bd:67',
  '7c:1e:52:7c:0a:7f',
  '7c:1e:52:7c:0a:f6',
  '7c:1e:52:7c:0b:9a',
  '7c:1e:52:7c:01:9f',
  '7c:1e:52:7c:08:86',
  '7c:1e:52:7c:0b:f9',
];

describe('policy azure against real boots', () => {
  it('has boots to compare with', () => {
    expect([boots.length, withNics.length]).toEqual([10, 4]);
    expect(boots.flatMap((boot) => boot.storvsc_guids)).toHaveLength(3);
    expect(boots.flatMap((boot) => boot.hv_pci)).toHaveLength(7);
  });

  it('MOVE-5 gives every SCSI controller GUID that a boot logged', () => {
    const given = guidsOf(created(boots[0]!, 1), 'scsi');
    const unknown = boots.flatMap((boot) => boot.storvsc_guids).filter((seen) => !given.includes(guid(seen)));
    expect(unknown).toEqual([]);
  });

  it.each(withNics.map((boot) => [boot.source, boot] as const))(
    'MOVE-6 gives the NIC GUIDs of %s',
    (_, boot) => {
      expect(guidsOf(created(boot, 1), 'nic')).toEqual(boot.netvsc.map((nic) => nic.guid));
    },
  );

  it('R4 every MAC that was logged gives the GUID of a NIC in that log', () => {
    const seen = withNics.flatMap((boot) => boot.netvsc.map((nic) => nic.guid));
    expect(LOGGED_MACS.map(nicInstanceGuid).filter((given) => !seen.includes(given))).toEqual([]);
  });

  it('MOVE-7 no VF GUID was seen twice, nor is one given twice', () => {
    const seen = boots.flatMap((boot) => boot.hv_pci.map((vf) => vf.guid));
    expect(new Set(seen).size).toBe(seen.length);
    const [first, second] = [1, 2].map((seed) => guidsOf(created(withNics[1]!, seed), 'vf'));
    expect(first!.filter((vf) => second!.includes(vf) || seen.includes(vf))).toEqual([]);
  });

  it('R4 the PCI domain of a VF is the second group of its GUID', () => {
    const vfs = boots.flatMap((boot) => boot.hv_pci);
    expect(vfs.map((vf) => `${pciDomainOf(guid(vf.guid)).toString(16).padStart(4, '0')}:00`)).toEqual(
      vfs.map((vf) => vf.pci),
    );
  });

  it('R4 the name of a VF interface tells its domain and slot', () => {
    const named = boots.map((boot) => ({
      boot,
      pairs: boot.vf_events.flatMap((event) => {
        const match = /enP\d+s(\d+)/.exec(event);
        return match === null ? [] : [{ name: match[0], slot: Number(match[1]) }];
      }),
    }));
    const unexplained = named.flatMap(({ boot, pairs }) =>
      pairs.filter(
        ({ name, slot }) => !boot.hv_pci.some((vf) => vfInterfaceName(guid(vf.guid), slot) === name),
      ),
    );
    expect(named.flatMap(({ pairs }) => pairs)).toHaveLength(8);
    expect(unexplained).toEqual([]);
  });

  it('every device of such a VM has a GUID of its own', () => {
    const devices = created(withNics[1]!, 1);
    const owners = new Map(devices.map((device) => [device.instanceGuid, slotName(device)]));
    expect(owners.size).toBe(devices.length);
  });
});
