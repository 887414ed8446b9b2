import {
  reconfigureGuest,
  withVfs,
  withoutVfs,
  type GuestProfile,
  type RunningGuest,
  type VirtualHardware,
} from '#libs/linux-guest';
import type { VirtualDevice } from '#libs/vmbus';

/**
 * A Hyper-V VM on a host: the machine that a customer VM is while it runs, created anew each time (MOVE-2).
 * Plain data; it changes only by the named changes below, each of which may be applied twice.
 */
export interface Partition {
  readonly vmId: string;
  readonly hostId: string;
  readonly configurationVersion: string;
  readonly hardware: VirtualHardware;
  /** Whether the VFs among the hardware's devices are in the VM or kept away from it (MOVE-9). */
  readonly vfsOffered: boolean;
  /** `s4`: the guest has entered ACPI S4 and the machine is off, waiting to be taken away (HIBERNATE-9). */
  readonly power: 'off' | 'on' | 's4';
  readonly guest?: RunningGuest;
  /** When the guest booted, emulated ms; absent for one that came back from an image. */
  readonly bootedAtMs?: number;
}

export type PartitionChange =
  /** `bootedAtMs`: it has just booted. */
  | { readonly kind: 'guest-runs'; readonly guest: RunningGuest; readonly bootedAtMs?: number }
  | { readonly kind: 'guest-configured'; readonly profile: GuestProfile }
  | { readonly kind: 'vfs-hidden' }
  | { readonly kind: 'vfs-offered' }
  | { readonly kind: 'entered-s4' }
  | { readonly kind: 'powered-off' };

export function changePartition(partition: Partition, change: PartitionChange): Partition {
  switch (change.kind) {
    case 'guest-runs': {
      const { bootedAtMs } = change;
      const running = { ...withoutGuest(partition), power: 'on', guest: change.guest } as const;
      return bootedAtMs === undefined ? running : { ...running, bootedAtMs };
    }
    case 'guest-configured':
      return withGuest(partition, (guest) => reconfigureGuest(guest, change.profile));
    case 'vfs-hidden':
      return { ...withGuest(partition, withoutVfs), vfsOffered: false };
    case 'vfs-offered':
      return {
        ...withGuest(partition, (guest) => withVfs(guest, vfsOf(partition.hardware))),
        vfsOffered: true,
      };
    case 'entered-s4':
      return { ...withoutGuest(partition), power: 's4' };
    case 'powered-off':
      return { ...withoutGuest(partition), power: 'off' };
  }
}

export function vfsOf(hardware: Pick<VirtualHardware, 'devices'>): readonly VirtualDevice[] {
  return hardware.devices.filter(({ kind }) => kind === 'vf');
}

function withGuest(partition: Partition, change: (guest: RunningGuest) => RunningGuest): Partition {
  return partition.guest === undefined ? partition : { ...partition, guest: change(partition.guest) };
}

function withoutGuest({ guest: _gone, bootedAtMs: _then, ...rest }: Partition): Partition {
  return rest;
}
