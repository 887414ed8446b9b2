import type { CheckedAnswer } from './checked-answer.js';
import { isObject } from './model-violations.js';

/** Rules of a VM's document and instance view: order of its statuses, and what vanishes when it is on no host. */

type Document = Readonly<Record<string, unknown>>;

const POWER_STATES = ['starting', 'running', 'stopping', 'stopped', 'deallocating', 'deallocated', 'unknown'];
const HIBERNATED = 'HibernationState/Hibernated';

/** What only a running guest, or its agent, knows. */
const FROM_INSIDE = ['computerName', 'osName', 'osVersion', 'vmAgent', 'extensions'];

/** A VM, with or without its instance view. */
export function vmViolations(vm: Document): readonly string[] {
  const { provisioningState, instanceView, storageProfile } = objectAt(vm, 'properties');
  const osDisk = objectAt(isObject(storageProfile) ? storageProfile : {}, 'osDisk');
  const managedDisk = objectAt(osDisk, 'managedDisk');
  const isCreating = provisioningState === 'Creating';
  const early = [
    ...(isCreating && 'name' in osDisk ? ['the OS disk has a name while the VM is created'] : []),
    ...(isCreating && 'id' in managedDisk ? ['the OS disk has an id while the VM is created'] : []),
  ];
  if (!isObject(instanceView)) return early;
  const isDeallocated = codesOf(instanceView).includes('PowerState/deallocated');
  const vanishing: readonly (readonly [string, boolean])[] = [
    ['diskSizeGB', 'diskSizeGB' in osDisk],
    ['storageAccountType', 'storageAccountType' in managedDisk],
  ];
  const wrong = vanishing
    .filter(([, isShown]) => isDeallocated && isShown)
    .map(([member]) => `AZURE-36: the OS disk shows ${member} though the VM is deallocated`);
  // A list asked for statuses alone shows nothing else of the view.
  const extent = Object.keys(instanceView).length > 1 ? 'whole' : 'statuses';
  return [...early, ...wrong, ...instanceViewViolations(instanceView, extent)];
}

/** The answer to a write: a new VM is being made, and nothing else is. */
export function vmWriteViolations(vm: Document, { method, status }: CheckedAnswer): readonly string[] {
  if (method.toUpperCase() !== 'PUT') return [];
  const { provisioningState } = objectAt(vm, 'properties');
  return (status === 201) === (provisioningState === 'Creating')
    ? []
    : [`${status} to the PUT of a VM that is ${String(provisioningState)}`];
}

/** An instance view, bare or inside a VM. */
export function instanceViewViolations(view: Document, extent: 'whole' | 'statuses'): readonly string[] {
  const isDeallocated = codesOf(view).includes('PowerState/deallocated');
  const shown = FROM_INSIDE.filter((member) => isDeallocated && member in view);
  const isRunning = codesOf(view).includes('PowerState/running');
  const missing = isRunning && extent === 'whole' && !('vmAgent' in view);
  return [
    ...(missing ? ['the view of a running VM has no vmAgent'] : []),
    ...shown.map((member) => `AZURE-36: the view shows ${member} though the VM is deallocated`),
    ...statusViolations(view['statuses']),
  ];
}

/** Provisioning, power, hibernation: clients read the power state at its place. */
function statusViolations(statuses: unknown): readonly string[] {
  if (!Array.isArray(statuses)) return ['AZURE-35: the view has no statuses'];
  const listed = (statuses as unknown[]).filter(isObject);
  // Said last, of a VM that is to become an image.
  const ordered = listed.at(-1)?.['code'] === 'OSState/generalized' ? listed.slice(0, -1) : listed;
  const [provisioning, power, hibernation, ...others] = ordered;
  const [code, powerCode, hibernationCode] = [provisioning, power, hibernation].map(
    (status) => status?.['code'],
  );
  const powerState = /^PowerState\/(\w+)$/.exec(String(powerCode))?.[1];
  const isBeforePower = power === undefined && String(code).startsWith('ProvisioningState/creating');
  const findings: readonly (readonly [isWrong: boolean, finding: string])[] = [
    [!/^ProvisioningState\/[a-z]/.test(String(code)), `the first status is ${String(code)}`],
    [
      !isBeforePower && !POWER_STATES.includes(String(powerState)),
      `the second status is ${String(powerCode)}`,
    ],
    [
      powerState !== undefined && powerState !== 'unknown' && power?.['displayStatus'] !== `VM ${powerState}`,
      `${String(powerCode)} is shown as ${String(power?.['displayStatus'])}`,
    ],
    [
      hibernation !== undefined && hibernationCode !== HIBERNATED,
      `the third status is ${String(hibernationCode)}`,
    ],
    [
      hibernationCode === HIBERNATED &&
        (powerState !== 'deallocated' || hibernation?.['displayStatus'] !== 'VM hibernated'),
      `hibernated, and the power state is ${String(powerState)}`,
    ],
    [others.length > 0, `${statuses.length} statuses`],
    [power !== undefined && 'time' in power, 'the power status has a time'],
    [hibernation !== undefined && 'time' in hibernation, 'the hibernation status has a time'],
    [
      code === 'ProvisioningState/succeeded' && provisioning?.['time'] === undefined,
      'succeeded without a time',
    ],
    [
      /\/failed/.test(String(code)) !== (provisioning?.['level'] === 'Error'),
      `${String(code)} is ${String(provisioning?.['level'])}`,
    ],
  ];
  return findings.filter(([isWrong]) => isWrong).map(([, finding]) => `AZURE-35: ${finding}`);
}

function codesOf({ statuses }: Document): readonly unknown[] {
  return Array.isArray(statuses) ? statuses.filter(isObject).map(({ code }) => code) : [];
}

function objectAt(document: Document, member: string): Document {
  const value = document[member];
  return isObject(value) ? value : {};
}
