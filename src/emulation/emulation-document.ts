import { hibernationCapability, type Fault, type GuestProfile, type RunningGuest } from '#libs/linux-guest';
import type { Verdict } from '#libs/vm-operations';
import { slotName, type Guid } from '#libs/vmbus';
import { armTypeOf, extensionResourceId, parseArmId } from '../arm/arm-id.js';
import { type ArmEnvelope, EMULATOR } from '../emulator-namespace/emulator-resource.js';
import { vmResourceId } from '../operations/begin-vm-operation.js';
import type { StoredEmulation } from '../persistence/emulation.repository.js';
import { type GuestOverrides, membersAwaitingBoot, overridesOf } from './guest-configuration.js';

export interface EmulationProperties {
  /** `null`: the policy of the server. */
  readonly policy: string | null;
  readonly policyInForce: string;
  readonly guestProfile: string;
  /** What this VM has otherwise than the profile says. */
  readonly guestOverrides: GuestOverrides;
  /** Members that take effect only when the guest, which is running, boots again. */
  readonly awaitingBoot: readonly (keyof GuestProfile)[];
  readonly placement: { readonly strategy: string; readonly hostName?: string; readonly cluster?: string };
  readonly faults: readonly Fault[];
  readonly hostName?: string;
  /** Of the running Linux: new at every boot, the same after a resume. */
  readonly bootId?: string;
  /** Of the running Linux: whether its wall clock follows the host's, or still stands where it slept (R70, R74). */
  readonly clock?: RunningGuest['clock'];
  /** Devices that the VM has now; none when it is on no host. */
  readonly devices: readonly {
    readonly slot: string;
    readonly classGuid: Guid;
    readonly instanceGuid: Guid;
  }[];
  readonly hibernation?: { readonly image: { readonly bytes: number } };
  /** How the last start ended for the guest. */
  readonly verdict?: Verdict;
  /** How the last attempt to hibernate since then ended. */
  readonly lastHibernation?: Verdict;
  /** What the running guest shows of hibernation (ENABLE-5): `/sys/power/disk`, `/sys/bus/vmbus/hibernation`. */
  readonly sysfs?: { readonly powerDisk: string; readonly vmbusHibernation: string };
}

export type EmulationDocument = ArmEnvelope<EmulationProperties>;

export function emulationDocument(subscriptionId: string, stored: StoredEmulation): EmulationDocument {
  const vmId = vmResourceId({ subscriptionId, ...stored });
  const id = extensionResourceId(vmId, `${EMULATOR}/emulation`, 'default');
  const parsed = parseArmId(id);
  if (parsed === undefined) throw new Error(`malformed id ${id}`);
  return { id, name: 'default', type: armTypeOf(parsed), properties: emulationProperties(stored) };
}

function emulationProperties(stored: StoredEmulation): EmulationProperties {
  const { profile, namedProfile, partition, hostName, imageBytes, verdict, lastHibernation } = stored;
  const { avoidHostIds: _internal, ...placement } = stored.placement;
  const guest = partition?.guest;
  return {
    policy: stored.policyName,
    policyInForce: stored.policyInForce,
    guestProfile: profile.name,
    guestOverrides: namedProfile === null ? {} : overridesOf(profile, namedProfile),
    awaitingBoot: guest === undefined ? [] : membersAwaitingBoot(guest, profile),
    placement,
    faults: stored.faults,
    ...(hostName === null ? {} : { hostName }),
    ...(guest === undefined
      ? {}
      : { bootId: guest.bootId, clock: guest.clock, sysfs: sysfsOf(guest, stored.faults) }),
    devices: devicesOf(partition),
    ...(imageBytes === null ? {} : { hibernation: { image: { bytes: imageBytes } } }),
    ...(verdict === null ? {} : { verdict }),
    ...(lastHibernation === null ? {} : { lastHibernation }),
  };
}

function sysfsOf(guest: RunningGuest, faults: readonly Fault[]) {
  const { sysPowerDisk, sysBusVmbusHibernation } = hibernationCapability(guest, faults);
  return { powerDisk: sysPowerDisk, vmbusHibernation: sysBusVmbusHibernation };
}

/** VFs that are kept away from the VM at the moment are not among its devices (MOVE-9). */
function devicesOf(partition: StoredEmulation['partition']): EmulationProperties['devices'] {
  if (partition === null) return [];
  const { hardware, vfsOffered } = partition;
  return hardware.devices
    .filter(({ kind }) => kind !== 'vf' || vfsOffered)
    .map((device) => ({
      slot: slotName(device),
      classGuid: device.classGuid,
      instanceGuid: device.instanceGuid,
    }));
}
