import { describe, expect, it } from 'vitest';
import type { GroupRow } from '../persistence/group.repository.js';
import { groupDocument } from './group-document.js';

const GROUP: GroupRow = {
  id: '5f0e3b44-9f10-4c8e-8c4e-111111111111',
  subscriptionId: '11111111-1111-1111-1111-111111111111',
  name: 'Web',
  location: 'westeurope',
  tags: {},
  managedBy: null,
  deletionId: null,
};

describe('groupDocument', () => {
  it('ARM-4 shows the name as it was first written', () => {
    expect(groupDocument(GROUP)).toEqual({
      id: '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/Web',
      name: 'Web',
      type: 'Microsoft.Resources/resourceGroups',
      location: 'westeurope',
      properties: { provisioningState: 'Succeeded' },
    });
  });

  it('shows tags, owner and deletion where there are any', () => {
    const deleting = { ...GROUP, tags: { env: 'test' }, managedBy: 'somebody', deletionId: GROUP.id };
    expect(groupDocument(deleting)).toEqual({
      id: '/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups/Web',
      name: 'Web',
      type: 'Microsoft.Resources/resourceGroups',
      location: 'westeurope',
      tags: { env: 'test' },
      managedBy: 'somebody',
      properties: { provisioningState: 'Deleting' },
    });
  });
});
