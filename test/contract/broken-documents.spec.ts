import { describe, expect, it } from 'vitest';
import type { CheckedAnswer } from './checked-answer.js';
import { contractViolations } from './contract-violations.js';
import {
  G,
  VM,
  OPERATION,
  json,
  RUNNING_DISK,
  PROVISIONED,
  RUNNING,
  DEALLOCATED,
  HIBERNATED,
  vm,
  networkDocument,
  got,
  gotDisk,
  gotNetwork,
  gotView,
  expanded,
  broken,
} from './sample-answers.js';

/** Every rule once: an answer that breaks it alone, and all that is said of it. */
const BROKEN: readonly (readonly [what: string, answer: CheckedAnswer, found: readonly string[]])[] = [
  [
    'a required member that is missing',
    broken((v) => delete v.location),
    ['$.location is missing, VirtualMachine requires it'],
  ],
  [
    'a required member deep inside',
    broken((v) => delete v.properties.storageProfile.osDisk.createOption),
    ['$.properties.storageProfile.osDisk.createOption is missing, OSDisk requires it'],
  ],
  ['an unknown member', broken((v) => (v.colour = 'blue')), ['$.colour is not a member of VirtualMachine']],
  [
    'an unknown member deep inside',
    broken((v) => (v.properties.storageProfile.osDisk.colour = 1)),
    ['$.properties.storageProfile.osDisk.colour is not a member of OSDisk'],
  ],
  [
    'a member outside its properties',
    broken((v) => (v.vmId = OPERATION)),
    ['$.vmId is not a member of VirtualMachine'],
  ],
  [
    'an enumeration in wrong casing',
    broken((v) => (v.properties.storageProfile.osDisk.osType = 'linux')),
    ['$.properties.storageProfile.osDisk.osType is "linux", not one of Windows, Linux'],
  ],
  [
    'a level in wrong casing',
    gotView([{ ...PROVISIONED, level: 'info' }, RUNNING]),
    ['$.statuses[0].level is "info", not one of Info, Warning, Error'],
  ],
  [
    'an open enumeration in wrong casing',
    broken((v) => (v.properties.storageProfile.osDisk.createOption = 'fromImage')),
    [
      '$.properties.storageProfile.osDisk.createOption is "fromImage", not one of FromImage, Empty, Attach, Copy, Restore',
    ],
  ],
  [
    'a string for a boolean',
    broken((v) => (v.properties.additionalCapabilities = { hibernationEnabled: 'true' })),
    ['$.properties.additionalCapabilities.hibernationEnabled is "true", not a boolean'],
  ],
  ['a number for a string', broken((v) => (v.tags = { a: 1 })), ['$.tags.a is 1, not a string']],
  [
    'an object for a list',
    broken((v) => (v.properties.storageProfile.dataDisks = {})),
    ['$.properties.storageProfile.dataDisks is an object, not a list'],
  ],
  [
    'a list for an object',
    broken((v) => (v.properties.hardwareProfile = [])),
    ['$.properties.hardwareProfile is a list, not an object'],
  ],
  [
    'a time without offset',
    broken((v) => (v.properties.timeCreated = '2026-01-02T03:04:05')),
    ['$.properties.timeCreated is "2026-01-02T03:04:05", not a time with its offset'],
  ],
  [
    'null',
    broken((v) => (v.properties.licenseType = null)),
    ['$.properties.licenseType is null, not a string'],
  ],
  [
    'a secret',
    broken((v) => (v.properties.osProfile = { adminPassword: 'x' })),
    ['$.properties.osProfile.adminPassword is shown, though it is a secret'],
  ],
  [
    'a secure parameter with its value',
    got(
      { properties: { parameters: { adminPassword: { type: 'SecureString', value: 'x' } } } },
      { url: `${G}/providers/Microsoft.Insights/x/y`, headers: json },
    ),
    ['$.properties.parameters.adminPassword is shown, though it is a secret'],
  ],
  [
    'an id in another casing',
    broken(
      (v) =>
        (v.properties.availabilitySet = {
          id: `${G.replace('resourceGroups', 'resourcegroups')}/providers/Microsoft.Compute/availabilitySets/a`,
        }),
    ),
    ['$.properties.availabilitySet.id has resourcegroups for resourceGroups'],
  ],
  ['an id that is not the path', broken((v) => (v.id = `${VM}2`)), [`id ${VM}2 is not the path`]],
  [
    'a name that is not of the path',
    broken((v) => (v.name = 'other')),
    ['name other is not the one of the path'],
  ],
  [
    'a type in another casing',
    broken((v) => (v.type = 'Microsoft.Compute/virtualmachines')),
    ['type Microsoft.Compute/virtualmachines is not in canonical casing'],
  ],
  ['a weak tag on a VM', got({ ...vm(), etag: `W/"1"` }), ['etag is W/"1"']],
  ['a strong tag on a network', gotNetwork({ ...networkDocument, etag: '"1"' }), ['etag is "1"']],
  [
    'tags that disagree',
    got(vm(), { headers: { ...json, etag: '"2"' } }),
    ['ETag "2" is not the etag "1" of the body'],
  ],
  ['a VM without ETag', got(vm(), { headers: json }), ['no ETag on a VM']],
  [
    'a whole view with ETag',
    { ...expanded([PROVISIONED, RUNNING], RUNNING_DISK, { vmAgent: {} }), headers: { ...json, etag: '"1"' } },
    ['ETag on a VM with its instance view'],
  ],
  [
    'statuses that are swapped',
    gotView([RUNNING, PROVISIONED]),
    [
      'AZURE-35: the first status is PowerState/running',
      'AZURE-35: the second status is ProvisioningState/succeeded',
      'AZURE-35: the power status has a time',
    ],
  ],
  [
    'hibernation before power',
    gotView([PROVISIONED, HIBERNATED, DEALLOCATED], {}),
    [
      'AZURE-35: the second status is HibernationState/Hibernated',
      'AZURE-35: the third status is PowerState/deallocated',
    ],
  ],
  [
    'a hibernated VM that runs',
    gotView([PROVISIONED, RUNNING, HIBERNATED]),
    ['AZURE-35: hibernated, and the power state is running'],
  ],
  [
    'a state of hibernation that Azure lacks',
    gotView([PROVISIONED, DEALLOCATED, { ...HIBERNATED, code: 'HibernationState/hibernated' }], {}),
    ['AZURE-35: the third status is HibernationState/hibernated'],
  ],
  [
    'too many statuses',
    gotView([PROVISIONED, DEALLOCATED, HIBERNATED, HIBERNATED], {}),
    ['AZURE-35: 4 statuses'],
  ],
  [
    'a power state with another text',
    gotView([PROVISIONED, { ...RUNNING, displayStatus: 'Running' }]),
    ['AZURE-35: PowerState/running is shown as Running'],
  ],
  [
    'a failure that is no error',
    gotView([{ ...PROVISIONED, code: 'ProvisioningState/failed/AllocationFailed' }, RUNNING]),
    ['AZURE-35: ProvisioningState/failed/AllocationFailed is Info'],
  ],
  [
    'a running VM of which nobody tells anything',
    gotView([PROVISIONED, RUNNING], {}),
    ['the view of a running VM has no vmAgent'],
  ],
  [
    'what a deallocated VM cannot know',
    expanded([PROVISIONED, DEALLOCATED], RUNNING_DISK, { osName: 'ubuntu' }),
    [
      'AZURE-36: the OS disk shows diskSizeGB though the VM is deallocated',
      'AZURE-36: the OS disk shows storageAccountType though the VM is deallocated',
      'AZURE-36: the view shows osName though the VM is deallocated',
    ],
  ],
  [
    'a VM that is new and has been made',
    got(vm(), { method: 'PUT', status: 201 }),
    ['201 to the PUT of a VM that is Succeeded'],
  ],
  [
    "an attached disk that is nobody's",
    gotDisk({ diskState: 'Attached' }),
    ['diskState is Attached without managedBy'],
  ],
  [
    "an unattached disk that is somebody's",
    gotDisk({ diskState: 'Unattached' }, { managedBy: VM }),
    ['diskState is Unattached with managedBy'],
  ],
  [
    'a name before there is a disk',
    got(vm({ provisioningState: 'Creating' }, { name: 'd' })),
    ['the OS disk has a name while the VM is created'],
  ],
];

describe('contract of a document', () => {
  it.each(BROKEN)('finds %s', (_, answer, found) => {
    expect(contractViolations(answer)).toEqual(found);
  });
});
