import { refusal, type Refusal } from '#libs/refusal';
import type { HibernationExclusion } from '#libs/vm-operations';
import { isEqualJson } from '../networks/subnet-changes.js';
import type { ArmName } from '../persistence/vm-parts.repository.js';
import type { VmEcho } from './vm-echo.js';

/** Members of a VM that are settled when it is made (ARM-25), as a caller repeats them. Absent: not repeated. */
export interface FixedMembers {
  readonly location?: string;
  readonly zones?: readonly string[];
  readonly plan?: object;
  readonly imageReference?: Readonly<Record<string, unknown>>;
  readonly osDisk?: { readonly name?: string; readonly disk?: ArmName; readonly sizeGib?: number };
  readonly computerName?: string;
  readonly adminUsername?: string;
  readonly exclusions?: readonly HibernationExclusion[];
}

/** What a VM was made as. */
export interface MadeVm {
  readonly location: string;
  readonly spec: VmEcho;
  readonly exclusions: readonly HibernationExclusion[];
  readonly osDisk: ArmName & { readonly sizeGib: number };
}

/** The first member that differs from what the VM was made with. */
export function fixedMembersRefusal(made: MadeVm, fixed: FixedMembers): Refusal | undefined {
  const { spec, osDisk } = made;
  const { osDisk: wantedDisk = {} } = fixed;
  const added = fixed.exclusions?.find((exclusion) => !made.exclusions.includes(exclusion));
  const checks: readonly (readonly [isSame: boolean, target: string])[] = [
    [isSameText(fixed.location, made.location), 'location'],
    [isSameJson(fixed.zones, spec.top?.['zones'] ?? []), 'zones'],
    [isSameJson(fixed.plan, spec.top?.['plan']), 'plan'],
    [isSameImage(fixed.imageReference, spec.imageReference), 'properties.storageProfile.imageReference'],
    [isSameText(wantedDisk.name, osDisk.name), 'properties.storageProfile.osDisk.name'],
    [isSameDisk(wantedDisk.disk, osDisk), 'properties.storageProfile.osDisk.managedDisk.id'],
    [isSame(wantedDisk.sizeGib, osDisk.sizeGib), 'properties.storageProfile.osDisk.diskSizeGB'],
    [isSameText(fixed.computerName, spec.osProfile?.['computerName']), 'properties.osProfile.computerName'],
    [
      isSameText(fixed.adminUsername, spec.osProfile?.['adminUsername']),
      'properties.osProfile.adminUsername',
    ],
  ];
  const [, target] = checks.find(([same]) => !same) ?? [];
  if (target !== undefined)
    return refusal('property-immutable', `${target} differs from what the VM has`, { target });
  return added === undefined ? undefined : refusal('property-immutable', `the VM was made without: ${added}`);
}

function isSame(wanted: unknown, made: unknown): boolean {
  return wanted === undefined || wanted === made;
}

/** Names ignore letter case. A name that was never given can be given later: nothing depends on it. */
function isSameText(wanted: string | undefined, made: unknown): boolean {
  return wanted === undefined || typeof made !== 'string' || wanted.toLowerCase() === made.toLowerCase();
}

function isSameJson(wanted: unknown, made: unknown): boolean {
  return wanted === undefined || isEqualJson(wanted, made);
}

function isSameImage(
  wanted: Readonly<Record<string, unknown>> | undefined,
  made: Readonly<Record<string, unknown>> = {},
): boolean {
  const given = Object.entries(wanted ?? {}).filter(([name]) => name !== 'exactVersion');
  return given.every(([name, value]) => String(value).toLowerCase() === String(made[name]).toLowerCase());
}

function isSameDisk(wanted: ArmName | undefined, made: ArmName): boolean {
  return wanted === undefined || isSameName(wanted, made);
}

export function isSameName(left: ArmName, right: ArmName): boolean {
  return (
    left.subscriptionId === right.subscriptionId &&
    left.groupName.toLowerCase() === right.groupName.toLowerCase() &&
    left.name.toLowerCase() === right.name.toLowerCase()
  );
}
