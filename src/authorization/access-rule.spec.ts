import { describe, expect, it } from 'vitest';
import { inGroup, inLocation, inSubscription, onVm, GROUP_PATH, SUBSCRIPTION_PATH } from '../arm/arm-path.js';
import { emulatorPath } from '../emulator-namespace/emulator-resource.js';
import { routeAccess } from './access-rule.js';

const PARAMS = {
  subscriptionId: 's',
  resourceGroupName: 'G',
  vmName: 'vm',
  location: 'eastus',
  operationId: 'op',
  namespace: 'Microsoft.Compute',
  name: 'n',
  provider: 'microsoft.compute',
  resourceType: 'DISKS',
  resourceName: 'd',
};
const S = '/subscriptions/s';
const G = `${S}/resourceGroups/G`;
const VM = `${G}/providers/Microsoft.Compute/virtualMachines/vm`;
const ANY_SCOPE = `${GROUP_PATH}/providers/:provider/:resourceType/:resourceName`;

describe('routeAccess', () => {
  it.each<readonly [string, string, string, string, string]>([
    // Resources: a type, a verb, the id.
    ['GET', onVm('').slice(0, -1), 'action', 'Microsoft.Compute/virtualMachines/read', VM],
    ['HEAD', onVm('').slice(0, -1), 'action', 'Microsoft.Compute/virtualMachines/read', VM],
    ['PUT', onVm('').slice(0, -1), 'action', 'Microsoft.Compute/virtualMachines/write', VM],
    ['PATCH', onVm('').slice(0, -1), 'action', 'Microsoft.Compute/virtualMachines/write', VM],
    ['DELETE', onVm('').slice(0, -1), 'action', 'Microsoft.Compute/virtualMachines/delete', VM],
    ['POST', onVm('deallocate'), 'action', 'Microsoft.Compute/virtualMachines/deallocate/action', VM],
    ['GET', onVm('instanceView'), 'list', 'Microsoft.Compute/virtualMachines/instanceView/read', VM],
    [
      'PUT',
      onVm('extensions/:name'),
      'action',
      'Microsoft.Compute/virtualMachines/extensions/write',
      `${VM}/extensions/n`,
    ],
    // What the emulator adds to a VM.
    [
      'PUT',
      onVm('providers/Torpor.Emulator/emulation/default'),
      'action',
      'Torpor.Emulator/emulation/write',
      `${VM}/providers/Torpor.Emulator/emulation/default`,
    ],
    [
      'POST',
      onVm('providers/Torpor.Emulator/guestHibernate'),
      'action',
      'Torpor.Emulator/guestHibernate/action',
      VM,
    ],
    // Groups.
    [
      'GET',
      `${SUBSCRIPTION_PATH}/resourceGroups`,
      'list',
      'Microsoft.Resources/subscriptions/resourceGroups/read',
      S,
    ],
    ['PUT', GROUP_PATH, 'action', 'Microsoft.Resources/subscriptions/resourceGroups/write', G],
    ['DELETE', GROUP_PATH, 'action', 'Microsoft.Resources/subscriptions/resourceGroups/delete', G],
    [
      'GET',
      `${GROUP_PATH}/resources`,
      'list',
      'Microsoft.Resources/subscriptions/resourceGroups/resources/read',
      G,
    ],
    // Lists.
    ['GET', inGroup('Microsoft.Compute', 'disks'), 'list', 'Microsoft.Compute/disks/read', G],
    ['GET', inSubscription('Microsoft.Compute', 'disks'), 'list', 'Microsoft.Compute/disks/read', S],
    [
      'GET',
      inLocation('Microsoft.Compute', 'virtualMachines'),
      'list',
      'Microsoft.Compute/virtualMachines/read',
      S,
    ],
    ['GET', emulatorPath('jobs'), 'list', 'Torpor.Emulator/jobs/read', S],
    ['GET', emulatorPath('operations'), 'list', 'Torpor.Emulator/operations/read', S],
    [
      'GET',
      inLocation('Microsoft.Compute', 'usages'),
      'list',
      'Microsoft.Compute/locations/usages/read',
      `${S}/providers/Microsoft.Compute/locations/eastus`,
    ],
    // Catalogues: any role in the subscription.
    ['GET', SUBSCRIPTION_PATH, 'any-role', 'Microsoft.Resources/subscriptions/read', S],
    [
      'GET',
      `${SUBSCRIPTION_PATH}/locations`,
      'any-role',
      'Microsoft.Resources/subscriptions/locations/read',
      S,
    ],
    [
      'GET',
      `${SUBSCRIPTION_PATH}/providers`,
      'any-role',
      'Microsoft.Resources/subscriptions/providers/read',
      S,
    ],
    ['GET', `${SUBSCRIPTION_PATH}/providers/:namespace`, 'any-role', 'Microsoft.Compute/read', S],
    [
      'GET',
      inLocation('Microsoft.Compute', 'vmSizes'),
      'any-role',
      'Microsoft.Compute/locations/vmSizes/read',
      S,
    ],
    ['GET', inSubscription('Microsoft.Compute', 'skus'), 'any-role', 'Microsoft.Compute/skus/read', S],
    [
      'GET',
      inSubscription('Microsoft.Features', 'providers/:namespace/features/:name'),
      'any-role',
      'Microsoft.Compute/features/read',
      `${S}/providers/Microsoft.Features`,
    ],
    [
      'POST',
      inSubscription('Microsoft.Features', 'providers/:namespace/features/:name/register'),
      'action',
      'Microsoft.Compute/features/register/action',
      `${S}/providers/Microsoft.Features/providers/Microsoft.Compute/features/n`,
    ],
    [
      'POST',
      `${SUBSCRIPTION_PATH}/providers/:namespace/register`,
      'action',
      'Microsoft.Compute/register/action',
      S,
    ],
    // One for the whole installation.
    [
      'PUT',
      emulatorPath('hosts/:name'),
      'action',
      'Torpor.Emulator/hosts/write',
      '/providers/Torpor.Emulator/hosts/n',
    ],
    ['GET', emulatorPath('hosts'), 'action', 'Torpor.Emulator/hosts/read', '/providers/Torpor.Emulator'],
    [
      'POST',
      emulatorPath('clock/default/advance'),
      'action',
      'Torpor.Emulator/clock/advance/action',
      '/providers/Torpor.Emulator/clock/default',
    ],
    ['GET', emulatorPath('clock/default'), 'any-role', 'Torpor.Emulator/clock/read', S],
    [
      'PUT',
      '/providers/Torpor.Emulator/subscriptions/:name',
      'action',
      'Torpor.Emulator/subscriptions/write',
      '/providers/Torpor.Emulator/subscriptions/n',
    ],
    // Operations.
    [
      'GET',
      inLocation('Microsoft.Compute', 'operations/:operationId'),
      'operation',
      'Microsoft.Compute/locations/operations/read',
      `${S}/providers/Microsoft.Compute/locations/eastus/operations/op`,
    ],
    [
      'GET',
      inLocation('Microsoft.Compute', 'DiskOperations/:operationId'),
      'operation',
      'Microsoft.Compute/locations/DiskOperations/read',
      `${S}/providers/Microsoft.Compute/locations/eastus/DiskOperations/op`,
    ],
    [
      'GET',
      `${SUBSCRIPTION_PATH}/operationresults/:operationId`,
      'operation',
      'Microsoft.Resources/subscriptions/operationresults/read',
      `${S}/operationresults/op`,
    ],
    [
      'POST',
      emulatorPath('operations/:operationId/cancel'),
      'operation',
      'Torpor.Emulator/operations/cancel/action',
      `${S}/providers/Torpor.Emulator/operations/op`,
    ],
    // Scopes of any type.
    [
      'PUT',
      `${ANY_SCOPE}/providers/Microsoft.Authorization/roleAssignments/:name`,
      'action',
      'Microsoft.Authorization/roleAssignments/write',
      `${G}/providers/microsoft.compute/DISKS/d/providers/Microsoft.Authorization/roleAssignments/n`,
    ],
    [
      'GET',
      '/providers/Microsoft.Authorization/roleAssignments',
      'list',
      'Microsoft.Authorization/roleAssignments/read',
      '/',
    ],
    [
      'GET',
      `${ANY_SCOPE}/providers/Microsoft.Authorization/roleDefinitions`,
      'any-role',
      'Microsoft.Authorization/roleDefinitions/read',
      `${G}/providers/microsoft.compute/DISKS/d`,
    ],
    // Whatever is not known.
    ['GET', '/somewhere/else', 'action', 'Torpor.Emulator/routes/read', '/'],
  ])('ARM-21 %s %s: %s', (method, pattern, kind, action, scope) => {
    expect(routeAccess(method, pattern)(PARAMS)).toMatchObject({ kind, action, scope });
  });

  it.each(['/subscriptions', '/tenants', '/openapi.json'])('ARM-21 %s is for every caller', (pattern) => {
    expect(routeAccess('GET', pattern)({})).toEqual({ kind: 'any-caller' });
  });

  it('ARM-21 does not let a name reach into another scope', () => {
    const rule = routeAccess('GET', GROUP_PATH)({ subscriptionId: 's', resourceGroupName: 'a/providers/x' });
    expect(rule).toMatchObject({ scope: `${S}/resourceGroups/a%2Fproviders%2Fx` });
  });

  it('ARM-21 knows lists of everything and polls of operations', () => {
    expect(routeAccess('GET', `${SUBSCRIPTION_PATH}/resources`)(PARAMS)).toMatchObject({
      isOfAllTypes: true,
    });
    expect(
      routeAccess('GET', inLocation('Microsoft.Compute', 'operations/:operationId'))(PARAMS),
    ).toMatchObject({ operationId: 'op', isPoll: true });
    expect(routeAccess('POST', emulatorPath('operations/:operationId/cancel'))(PARAMS)).toMatchObject({
      operationId: 'op',
      isPoll: false,
    });
  });
});
