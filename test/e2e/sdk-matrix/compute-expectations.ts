const SUCCEEDED = 'ProvisioningState/succeeded';

/** What every generation of the compute SDK sees. */
export const COMPUTE = {
  'create with hibernation': {
    provisioningState: 'Succeeded',
    hibernationEnabled: true,
    password: null,
    nics: 1,
    statuses: [SUCCEEDED, 'PowerState/running'],
  },
  'update tags': { shift: 'day' },
  hibernate: [SUCCEEDED, 'PowerState/deallocated', 'HibernationState/Hibernated'],
  'read while hibernated': { hasName: true, diskSizeGB: null, type: null },
  'instance view': { computerName: null },
  'refused resize while hibernated': '409 OperationNotAllowed',
  start: [SUCCEEDED, 'PowerState/running'],
  restart: [SUCCEEDED, 'PowerState/running'],
  stop: [SUCCEEDED, 'PowerState/stopped'],
  deallocate: [SUCCEEDED, 'PowerState/deallocated'],
  'list with paging': [['vm day'], ['vm-2 night']],
  'create disk': { diskSizeGB: 8, diskState: 'Unattached', provisioningState: 'Succeeded' },
  'update disk': { diskSizeGB: 16, diskState: 'Unattached', provisioningState: 'Succeeded' },
  'list disks with paging': [3, 2],
  'delete disk': 'gone',
  delete: '404 ResourceNotFound',
};
