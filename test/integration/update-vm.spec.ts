import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hibernateVmPipeline } from '#libs/hibernation';
import { deallocateVmPipeline } from '#libs/vm-operations';
import { UpdateVmCommand, type VmUpdate } from '../../src/vms/update-vm/update-vm.command.js';
import { UpdateVmHandler } from '../../src/vms/update-vm/update-vm.handler.js';
import type { WantedVm } from '../../src/vms/vm-document.js';
import { GROUP, StoredCloud, SUBSCRIPTION, vmNamed } from '../world/stored-cloud.js';

let cloud: StoredCloud;
let handler: UpdateVmHandler;
let count = 0;

beforeAll(async () => {
  cloud = await StoredCloud.open();
  handler = new UpdateVmHandler(cloud.database, cloud.sizes, cloud.begin, cloud.relay);
  await cloud.addHost('host-a');
  await cloud.addHost('host-b');
});
afterAll(() => cloud.close());

const nicNamed = (name: string) => ({ subscriptionId: SUBSCRIPTION, groupName: GROUP, name });
const existing = (name: string) => ({ kind: 'existing', disk: nicNamed(name) }) as const;
const added = (name: string) =>
  ({ kind: 'new', name, sku: 'Premium_LRS', sizeGib: 32, supportsHibernation: false }) as const;

async function aVmIn(
  state: 'running' | 'deallocated' | 'hibernated',
  change: Partial<WantedVm> = {},
): Promise<string> {
  const name = `vm-${(count += 1)}`;
  await cloud.drive(await cloud.createVm(name, change));
  if (state === 'hibernated') {
    await cloud.drive(
      await cloud.begin.begin({ vm: vmNamed(name), pipeline: hibernateVmPipeline, change: 'hibernating' }),
    );
  }
  if (state === 'deallocated') {
    await cloud.drive(
      await cloud.begin.begin({ vm: vmNamed(name), pipeline: deallocateVmPipeline, change: 'deallocating' }),
    );
  }
  return name;
}

const update = (name: string, change: VmUpdate) =>
  handler.execute(new UpdateVmCommand(vmNamed(name), change));

/** Everything an update can touch. */
async function stored(): Promise<unknown> {
  return [
    await cloud.database.query('select * from virtual_machine order by name'),
    await cloud.database.query('select * from disk order by name'),
    await cloud.database.query('select * from network_interface order by name'),
  ];
}

async function dataDisks(name: string): Promise<readonly { name: string; lun: number; leased: boolean }[]> {
  return cloud.database.query(
    `select d.name, d.lun, d.leased_by is not null as leased from disk d join virtual_machine vm on vm.id = d.vm_id
      where vm.name = $1 and d.lun >= 0 order by d.lun`,
    [name],
  );
}

describe('an update that is refused changes nothing', () => {
  const REFUSED: readonly {
    readonly rule: string;
    readonly what: string;
    readonly state: 'running' | 'deallocated' | 'hibernated';
    readonly change: VmUpdate;
    readonly code: string;
  }[] = [
    {
      rule: 'AZURE-24',
      what: 'size of a hibernated VM',
      state: 'hibernated',
      change: { size: 'Standard_D4s_v5' },
      code: 'hibernated-vm-immutable',
    },
    {
      rule: 'AZURE-25',
      what: 'disks of a hibernated VM',
      state: 'hibernated',
      change: { dataDisks: [] },
      code: 'hibernated-vm-immutable',
    },
    {
      rule: 'AZURE-26',
      what: 'NICs of a hibernated VM',
      state: 'hibernated',
      change: { nics: [nicNamed('x')] },
      code: 'hibernated-vm-immutable',
    },
    {
      rule: 'AZURE-2',
      what: 'hibernation of a running VM',
      state: 'running',
      change: { hibernationEnabled: false },
      code: 'hibernation-switch-needs-deallocation',
    },
    {
      rule: 'AZURE-7',
      what: 'a size that cannot hibernate',
      state: 'deallocated',
      change: { size: 'Standard_D2s_v3' },
      code: 'size-not-hibernatable',
    },
    {
      rule: 'ARM-29',
      what: 'a NIC that does not exist',
      state: 'deallocated',
      change: { nics: [nicNamed('nowhere')] },
      code: 'nic-not-found',
    },
    {
      rule: 'ARM-29',
      what: 'a disk that does not exist',
      state: 'running',
      change: { dataDisks: [{ lun: 3, disk: existing('nowhere') }] },
      code: 'disk-not-found',
    },
    {
      rule: 'ARM-34',
      what: 'a new disk whose name is taken',
      state: 'running',
      change: { dataDisks: [{ lun: 3, disk: added('taken') }] },
      code: 'disk-name-taken',
    },
    {
      rule: 'TORPOR-3',
      what: 'two disks at one LUN',
      state: 'running',
      change: {
        dataDisks: [
          { lun: 3, disk: added('a') },
          { lun: 3, disk: added('b') },
        ],
      },
      code: 'lun-taken',
    },
  ];

  beforeAll(async () => {
    await aVmIn('running', { dataDisks: [{ lun: 0, disk: added('taken') }] });
  });

  it.each(REFUSED)('$rule TORPOR-3 $what', async ({ state, change, code }) => {
    const name = await aVmIn(state);
    const before = await stored();
    await expect(update(name, change)).rejects.toMatchObject({ refusal: { code } });
    expect(await stored()).toEqual(before);
  });

  it('TORPOR-5 ARM-24 a disk of another VM, naming it', async () => {
    const [owner, other] = [await aVmIn('running'), await aVmIn('running')];
    const before = await stored();
    const change = { dataDisks: [{ lun: 5, disk: existing(`${owner}-data`) }] };
    await expect(update(other, change)).rejects.toMatchObject({ refusal: { code: 'disk-in-use' } });
    expect(await stored()).toEqual(before);
  });

  it('ARM-23 TORPOR-2 of a VM that an operation holds, naming it', async () => {
    const name = `vm-${(count += 1)}`;
    const { operationId } = await cloud.createVm(name);
    await expect(update(name, { tags: {} })).rejects.toMatchObject({
      refusal: { code: 'vm-busy', detail: expect.stringContaining(operationId) },
    });
    await cloud.drive({ operationId });
  });
});

describe('an update', () => {
  it('attaches and detaches data disks of a running VM, leases included', async () => {
    const name = await aVmIn('running');
    const kept = { lun: 0, disk: existing(`${name}-data`) };
    await update(name, { dataDisks: [kept, { lun: 4, disk: added(`${name}-more`) }] });
    expect(await dataDisks(name)).toEqual([
      { name: `${name}-data`, lun: 0, leased: true },
      { name: `${name}-more`, lun: 4, leased: true },
    ]);
    await update(name, { dataDisks: [kept] });
    expect(await dataDisks(name)).toEqual([{ name: `${name}-data`, lun: 0, leased: true }]);
  });

  it('AZURE-2 switches hibernation and size of a deallocated VM', async () => {
    const name = await aVmIn('deallocated');
    await update(name, { hibernationEnabled: false, size: 'Standard_D4s_v5', tags: { a: 'b' } });
    const [row] = (await cloud.database.query('select * from virtual_machine where name = $1', [
      name,
    ])) as unknown[];
    expect(row).toMatchObject({ hibernation_enabled: false, size: 'Standard_D4s_v5', tags: { a: 'b' } });
  });

  it('AZURE-27 that repeats what is so, as clients echo documents back, is allowed while hibernated', async () => {
    const name = await aVmIn('hibernated');
    await update(name, {
      size: 'standard_d2s_v5',
      hibernationEnabled: true,
      dataDisks: [{ lun: 0, disk: existing(`${name}-data`) }],
      nics: [],
      tags: { seen: 'yes' },
    });
    const [row] = (await cloud.database.query('select * from virtual_machine where name = $1', [
      name,
    ])) as unknown[];
    expect(row).toMatchObject({ tags: { seen: 'yes' }, state: { kind: 'hibernated' } });
  });
});
