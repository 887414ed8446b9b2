import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCli } from '../../run-cli.js';
import { recordingProcess } from '../../testing/recording-process.js';
import { startStubServer, type StubServer } from '../../testing/stub-server.js';

let server: StubServer;
let folder: string;
beforeAll(async () => {
  server = await startStubServer();
  folder = await mkdtemp(join(tmpdir(), 'torpor-whatif-'));
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

const SUBSCRIPTION = '/subscriptions/11111111-1111-1111-1111-111111111111';
const GROUP = `${SUBSCRIPTION}/resourceGroups/rg/providers`;
const VM_ID = `${GROUP}/Microsoft.Compute/virtualMachines/web-1`;
const NIC_ID = `${GROUP}/Microsoft.Network/networkInterfaces/nic-1`;
const DISK_ID = `${GROUP}/Microsoft.Compute/disks/os-1`;

const VM = {
  id: VM_ID,
  name: 'web-1',
  location: 'westeurope',
  tags: { 'torpor-group': 'office' },
  properties: {
    hardwareProfile: { vmSize: 'Standard_D2s_v5' },
    additionalCapabilities: { hibernationEnabled: true },
    storageProfile: { osDisk: { managedDisk: { id: DISK_ID } }, dataDisks: [] },
    networkProfile: { networkInterfaces: [{ id: NIC_ID }] },
  },
};

async function run(...args: readonly string[]) {
  const process = recordingProcess({ env: { TORPOR_HOME: server.home } });
  const exit = await runCli(['whatif', 'inventory', ...args], process);
  return { exit, stdout: process.stdout.text.replaceAll(folder, 'OUT'), stderr: process.stderr.text };
}

it('writes the VMs of a server to a file', async () => {
  server.serve({
    'GET S/providers/Microsoft.Compute/virtualMachines': { body: { value: [VM] } },
    'GET S/providers/Microsoft.Network/networkInterfaces': {
      body: { value: [{ id: NIC_ID, name: 'nic-1', properties: { enableAcceleratedNetworking: true } }] },
    },
    'GET S/providers/Microsoft.Compute/disks': {
      body: {
        value: [{ id: DISK_ID, name: 'os-1', sku: { name: 'Premium_LRS' }, properties: { diskSizeGB: 64 } }],
      },
    },
    'GET S/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/web-1/providers/Torpor.Emulator/emulation/default':
      {
        body: {
          id: `${VM_ID}/providers/Torpor.Emulator/emulation/default`,
          name: 'default',
          properties: { guestProfile: 'ubuntu-24.04', guestOverrides: { swapMib: 0 } },
        },
      },
  });
  const note = 'Of 1 VMs the guest differs from its profile: the profile counts.';
  expect(await run('--out', join(folder, 'fleet.csv'))).toEqual({
    exit: 0,
    stdout: `1 VM is in OUT/fleet.csv.\n${note}\n`,
    stderr: '',
  });
  const text = await readFile(join(folder, 'fleet.csv'), 'utf8');
  const [names = '', values = ''] = text.trimEnd().split('\n');
  const cells = values.split(',');
  expect(Object.fromEntries(names.split(',').map((name, at) => [name, cells[at]]))).toEqual({
    name: 'rg/web-1',
    region: 'westeurope',
    tenant: '11111111-1111-1111-1111-111111111111',
    group: 'office',
    size: 'Standard_D2s_v5',
    image: 'ubuntu-24.04',
    nics: '1',
    acceleratedNics: '1',
    dataDisks: '0',
    osDiskGib: '64',
    osDiskSku: 'Premium_LRS',
    hibernationEnabled: 'true',
  });
  const parquet = join(folder, 'fleet.parquet');
  const { stdout } = await run('--out', parquet, '-o', 'json');
  expect(JSON.parse(stdout)).toEqual({ path: 'OUT/fleet.parquet', vms: 1, notes: [note] });
  expect((await readFile(parquet)).subarray(0, 4).toString()).toBe('PAR1');
});

it('says which file cannot be written', async () => {
  const { exit, stderr } = await run('--out', join(folder, 'nowhere/fleet.csv'));
  expect([exit, stderr.split(':')[0]]).toEqual([2, 'file-unwritable']);
  expect((await run()).stderr).toContain("required option '--out <file>' not specified");
});
