import {
  devicesForeseen,
  neededByImage,
  pinningOfDevices,
  pinningOfReport,
  type PinListInput,
  type PresentDevice,
} from '#libs/explanation';
import { osDiskOf, slotsOf, type Verdict, type VmFacts } from '#libs/vm-operations';

/** Where the values come from that have to be pinned. */
export type PinSource =
  /** The image on the OS disk. */
  | 'image'
  /** The image that the last resume used up. */
  | 'last-resume'
  /** The devices that the VM has: its next image will hold them. */
  | 'present-devices';

export interface PinningOfVm extends PinListInput {
  readonly source: PinSource;
}

/** What has to be pinned for a VM: for the image that it has, else the one that it had, else the one it would have. */
export function pinningOfVm(facts: VmFacts, lastStart: Verdict | null): PinningOfVm | undefined {
  const { image } = osDiskOf(facts);
  if (image !== undefined) {
    return { source: 'image', needed: neededByImage(image), present: presentDevices(facts) };
  }
  const report = lastStart?.report;
  if (report !== undefined) return { source: 'last-resume', ...pinningOfReport(report, machineOf(facts)) };
  const { partition } = facts;
  if (partition === undefined) return undefined;
  return { source: 'present-devices', ...pinningOfDevices(partition.hardware.devices) };
}

/** The pins that belong to a verdict: of a resume, what it met; of anything else, what the image on the disk will meet. */
export function pinningOfVerdict(facts: VmFacts, { report }: Verdict): PinListInput | undefined {
  if (report !== undefined) return pinningOfReport(report, machineOf(facts));
  const { image } = osDiskOf(facts);
  return image === undefined ? undefined : { needed: neededByImage(image), present: presentDevices(facts) };
}

/** The machine that waits for the image, or the one that the policy in force would make now. */
function presentDevices(facts: VmFacts): readonly PresentDevice[] {
  const { partition, policy, vm } = facts;
  return partition === undefined
    ? devicesForeseen(policy, slotsOf(facts), vm.keptGuids)
    : pinningOfDevices(partition.hardware.devices).present;
}

/** What is still there of the VM that resumed. */
function machineOf({ partition }: VmFacts): Parameters<typeof pinningOfReport>[1] {
  if (partition === undefined) return {};
  const { guest, hardware } = partition;
  return { devices: hardware.devices, ...(guest === undefined ? {} : { guest }) };
}
