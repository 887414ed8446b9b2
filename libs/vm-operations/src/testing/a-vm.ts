import { BUILT_IN_POLICIES, type GuidPolicy } from '#libs/guid-policy';
import { HOST_GENERATIONS, type Host } from '#libs/hosts';
import { guestProfileNamed, type Fault, type GuestProfile } from '#libs/linux-guest';
import type { ExtensionFacts, SizeFacts, VmFacts } from '../facts.js';

/** A VM to test with, in the words of the domain: `aVm().withNics(2)`. Immutable: each call gives a new one. */
export class VmBuilder {
  constructor(readonly facts: VmFacts) {}

  with(change: Partial<VmFacts>): VmBuilder {
    return new VmBuilder({ ...this.facts, ...change });
  }

  withNics(count: number, isAccelerated = true): VmBuilder {
    const nics = Array.from({ length: count }, (_, index) => ({
      id: `nic-${index}`,
      name: `nic-${index}`,
      mac: `00224801020${index}`,
      isAccelerated,
    }));
    return this.with({ nics });
  }

  underPolicy(policy: GuidPolicy): VmBuilder {
    return this.with({ policy });
  }

  withGuest(change: Partial<GuestProfile>): VmBuilder {
    return this.with({ profile: { ...this.facts.profile, ...change } });
  }

  /** With the extension that sets a Linux guest up for hibernation. */
  withHibernationExtension(provisioningState: ExtensionFacts['provisioningState']): VmBuilder {
    const name = 'LinuxHibernateExtension';
    const extension = { id: 'extension-1', name, publisher: 'Microsoft.CPlat.Core', type: name };
    return this.with({ extensions: [{ ...extension, provisioningState }] });
  }

  withFaults(...faults: readonly Fault[]): VmBuilder {
    return this.with({ faults });
  }

  withVm(change: Partial<VmFacts['vm']>): VmBuilder {
    return this.with({ vm: { ...this.facts.vm, ...change } });
  }

  withSize(change: Partial<SizeFacts>): VmBuilder {
    return this.with({ size: { ...this.facts.size, ...change } });
  }
}

const MIB_PER_GIB = 1024;
const BYTES_PER_MB = 1_000_000;

/** A deallocated VM of 2 vCPUs and 8 GiB, enabled for hibernation, one accelerated NIC, OS disk and a data disk. */
export function aVm(): VmBuilder {
  return new VmBuilder({
    operationId: 'operation-1',
    vm: {
      id: 'vm-1',
      name: 'vm-1',
      state: { kind: 'deallocated' },
      hibernationEnabled: true,
      exclusions: [],
      keptGuids: {},
      isGeneralized: false,
    },
    size: {
      name: 'Standard_D2s_v5',
      vcpus: 2,
      memoryMib: 8 * MIB_PER_GIB,
      processorVendor: 'Intel',
      architecture: 'x64',
      maxNics: 2,
      maxDataDisks: 4,
      acceleratedNetworking: true,
      diskBytesPerSecond: 85 * BYTES_PER_MB,
      supportsHibernation: true,
      ddaDevices: 0,
      hasTemporaryDisk: false,
    },
    policy: BUILT_IN_POLICIES.azure,
    profile: profileNamed('ubuntu-24.04'),
    disks: [
      {
        id: 'os',
        name: 'os',
        role: 'os',
        sizeGib: 64,
        supportsHibernation: true,
        bytesPerSecond: 100 * BYTES_PER_MB,
      },
      {
        id: 'data',
        name: 'data',
        role: 'data',
        sizeGib: 32,
        supportsHibernation: false,
        bytesPerSecond: 50 * BYTES_PER_MB,
      },
    ],
    nics: [],
    extensions: [],
    placement: { strategy: 'spread', avoidHostIds: [] },
    faults: [],
    hosts: [],
  }).withNics(1);
}

function profileNamed(name: string): GuestProfile {
  const profile = guestProfileNamed(name);
  if (profile === undefined) throw new Error(`no guest profile ${name}`);
  return profile;
}

/** An empty host with room for many small VMs. */
export function aHost(name: string, change: Partial<Host> = {}): Host {
  return {
    id: name,
    name,
    cluster: 'default',
    generation: HOST_GENERATIONS['intel-ice-lake'],
    capacity: { vcpus: 64, memoryMib: 256 * MIB_PER_GIB, vfSlots: 16 },
    used: { vcpus: 0, memoryMib: 0, vfSlots: 0 },
    state: 'available',
    ...change,
  };
}
