import { describe, expect, it } from 'vitest';
import { BUILT_IN_ROLES } from './built-in-roles.js';
import { ALL_RIGHTS, NO_RIGHTS, Rights } from './rights.js';
import { roleAllows } from './role-permissions.js';
import { isWithin, scopeKey } from './scope.js';

const roleId = (name: string) => BUILT_IN_ROLES.find((role) => role.name === name)?.id ?? '';
const rights = (...grants: readonly (readonly [role: string, scope: string])[]) =>
  new Rights(grants.map(([role, scope]) => ({ roleId: roleId(role), scope: scopeKey(scope) })));

describe('roleAllows', () => {
  it.each([
    ['Owner', 'Microsoft.Authorization/roleAssignments/write', true],
    ['Contributor', 'Microsoft.Compute/virtualMachines/write', true],
    ['Contributor', 'Microsoft.Authorization/roleAssignments/write', false],
    ['Contributor', 'microsoft.authorization/ROLEASSIGNMENTS/DELETE', false],
    ['Contributor', 'Microsoft.Authorization/roleAssignments/read', true],
    ['Reader', 'Microsoft.Compute/virtualMachines/instanceView/read', true],
    ['Reader', 'Microsoft.Compute/disks/beginGetAccess/action', false],
    ['Reader', 'Microsoft.Compute/virtualMachines/readx', false],
    ['Virtual Machine Contributor', 'Microsoft.Compute/virtualMachines/deallocate/action', true],
    ['Virtual Machine Contributor', 'Microsoft.Compute/disks/beginGetAccess/action', false],
    ['Virtual Machine Contributor', 'Microsoft.Network/virtualNetworks/subnets/join/action', true],
    ['Virtual Machine Contributor', 'Microsoft.Network/virtualNetworks/write', false],
    ['Virtual Machine Contributor', 'XMicrosoft.Compute/virtualMachines/read', false],
    ['Network Contributor', 'Microsoft.Network/virtualNetworks/write', true],
    ['Network Contributor', 'MicrosoftXNetwork/virtualNetworks/write', false],
    ['Desktop Virtualization Power On Contributor', 'Microsoft.Compute/virtualMachines/start/action', true],
    [
      'Desktop Virtualization Power On Contributor',
      'Microsoft.Compute/virtualMachines/restart/action',
      false,
    ],
  ])('ARM-21 %s allows %s: %s', (role, action, expected) => {
    expect(roleAllows(roleId(role), action)).toBe(expected);
  });

  it('ARM-21 a role that is not known allows nothing', () => {
    expect(roleAllows('00000000-0000-0000-0000-000000000000', '*')).toBe(false);
  });

  it('ARM-21 roles are told apart by id and by name', () => {
    expect(new Set(BUILT_IN_ROLES.flatMap(({ id, name }) => [id, name])).size).toBe(
      2 * BUILT_IN_ROLES.length,
    );
  });
});

describe('scopes', () => {
  it.each([
    ['/subscriptions/s/resourceGroups/a', '/subscriptions/s/resourceGroups/a', true],
    ['/subscriptions/s/resourceGroups/a/providers/x', '/subscriptions/S/RESOURCEGROUPS/A', true],
    ['/subscriptions/s/resourceGroups/ab', '/subscriptions/s/resourceGroups/a', false],
    ['/subscriptions/s', '/subscriptions/s/resourceGroups/a', false],
    ['/subscriptions/s', '/', true],
    ['/', '/', true],
    ['/', '/subscriptions/s', false],
  ])('ARM-21 %s is within %s: %s', (scope, ancestor, expected) => {
    expect(isWithin(scopeKey(scope), scopeKey(ancestor))).toBe(expected);
  });

  it('ARM-4 fold ASCII alone, so that no locale makes two names one', () => {
    expect(scopeKey('/A/\u00c4/\u212a')).toBe('/a/\u00c4/\u212a');
  });
});

describe('Rights', () => {
  const READ = 'Microsoft.Compute/disks/read';
  const A = '/subscriptions/s/resourceGroups/a';

  it('ARM-21 reach down from where a role is assigned', () => {
    const reader = rights(['Reader', A]);
    const verdicts = ['/', '/subscriptions/s', A, `${A}/providers/Microsoft.Compute/disks/d`].map((scope) => [
      reader.allows(READ, scopeKey(scope)),
      reader.allowsBelow(READ, scopeKey(scope)),
      reader.touches(scopeKey(scope)),
    ]);
    expect(verdicts).toEqual([
      [false, true, true],
      [false, true, true],
      [true, false, true],
      [true, false, true],
    ]);
    expect(reader.touches(scopeKey('/subscriptions/other'))).toBe(false);
  });

  it('ARM-21 what one role takes out, another one may still give', () => {
    const both = rights(['Contributor', '/subscriptions/s'], ['Owner', A]);
    const assign = 'Microsoft.Authorization/roleAssignments/write';
    expect([both.allows(assign, scopeKey('/subscriptions/s')), both.allows(assign, scopeKey(A))]).toEqual([
      false,
      true,
    ]);
  });

  it('ARM-21 are all or nothing for the holder of the access token and for nobody', () => {
    expect([ALL_RIGHTS.allows('any/thing', ''), NO_RIGHTS.touches('')]).toEqual([true, false]);
  });
});
