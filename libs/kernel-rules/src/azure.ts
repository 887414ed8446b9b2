import { ACTIVE, context, ruleTable } from './rule-table.js';

/** Hibernation as Azure documents it for customers, and as recorded traffic shows it. */
export const AZURE = ruleTable('azure', 'Azure Virtual Machines: hibernation, states and billing', {
  'AZURE-1': {
    statement:
      'A VM is enabled for hibernation by additionalCapabilities.hibernationEnabled when it is created.',
    status: ACTIVE,
  },
  'AZURE-2': {
    statement: 'On an existing VM hibernation can be switched on or off only while the VM is deallocated.',
    status: ACTIVE,
  },
  'AZURE-3': {
    statement: 'The OS disk of a VM enabled for hibernation must carry supportsHibernation.',
    status: ACTIVE,
  },
  'AZURE-4': {
    statement:
      'The OS disk must be larger than the memory of the VM; at creation the two are compared in bytes.',
    status: ACTIVE,
  },
  'AZURE-5': {
    statement:
      'General-purpose sizes that can hibernate: the Dasv5, Dadsv5, Dsv5, Ddsv5, Easv5, Eadsv5, Esv5 and Edsv5 series, up to 64 GB of memory.',
    status: ACTIVE,
  },
  'AZURE-6': {
    statement:
      'GPU sizes that can hibernate: the NVv4, NVadsA10v5 and NVadsV710v5 series, up to 112 GB of memory.',
    status: ACTIVE,
  },
  'AZURE-7': {
    statement: 'A size that can hibernate says so in its SKU: capability HibernationSupported is "True".',
    status: ACTIVE,
  },
  'AZURE-8': {
    statement:
      'The source must support hibernation: a platform image that does, a gallery image with IsHibernateSupported, or an OS disk with supportsHibernation.',
    status: ACTIVE,
  },
  'AZURE-9': {
    statement: 'Hibernation cannot be enabled on a VM with Spot priority.',
    status: ACTIVE,
  },
  'AZURE-10': {
    statement: 'Hibernation cannot be enabled on a VM in an availability set.',
    status: ACTIVE,
  },
  'AZURE-11': {
    statement: 'Hibernation cannot be enabled on a VM that is tied to a dedicated host.',
    status: ACTIVE,
  },
  'AZURE-12': {
    statement: 'Hibernation cannot be enabled on a VM in a capacity reservation group.',
    status: ACTIVE,
  },
  'AZURE-13': {
    statement: 'Hibernation cannot be enabled on a VM made from a managed (user) image.',
    status: ACTIVE,
  },
  'AZURE-14': {
    statement: 'Hibernation cannot be enabled on a VM with an ephemeral OS disk.',
    status: ACTIVE,
  },
  'AZURE-15': {
    statement: 'Hibernation cannot be enabled on a VM with shared disks.',
    status: ACTIVE,
  },
  'AZURE-16': {
    statement: 'Hibernation cannot be enabled on a Linux VM with Trusted Launch.',
    status: ACTIVE,
  },
  'AZURE-17': {
    statement: 'Uniform scale sets and Azure Backup do not go together with hibernation.',
    status: context('Neither scale sets nor backup exist here.'),
  },
  'AZURE-18': {
    statement: 'Only a VM that was provisioned successfully and is running can be hibernated.',
    status: ACTIVE,
  },
  'AZURE-19': {
    statement:
      'Hibernating a VM that is not enabled for it is refused, and the message names hibernationEnabled.',
    status: ACTIVE,
  },
  'AZURE-20': {
    statement: 'Hibernating is refused while the hibernation extension of the VM is in a failed state.',
    status: ACTIVE,
  },
  'AZURE-21': {
    statement:
      'A guest that has only just booted may not be able to hibernate yet; the operation fails with VMHibernateNotSupported.',
    status: ACTIVE,
  },
  'AZURE-22': {
    statement:
      'A guest that does not hibernate makes the operation fail with VMHibernateFailed; the VM keeps running.',
    status: ACTIVE,
  },
  'AZURE-23': {
    statement:
      'A transient failure of the fabric makes the operation fail with InternalOperationError; trying again later may help.',
    status: ACTIVE,
  },
  'AZURE-24': {
    statement: 'A hibernated VM cannot be resized.',
    status: ACTIVE,
  },
  'AZURE-25': {
    statement: 'Disks of a hibernated VM cannot be attached, detached or changed.',
    status: ACTIVE,
  },
  'AZURE-26': {
    statement: 'NICs and other network resources of a hibernated VM cannot be attached, detached or changed.',
    status: ACTIVE,
  },
  'AZURE-27': {
    statement: 'A hibernated VM may be read, started, deallocated and deleted.',
    status: ACTIVE,
  },
  'AZURE-28': {
    statement:
      'Deallocating a hibernated VM without the hibernate flag throws the saved memory away; what remains is an ordinary deallocated VM.',
    status: ACTIVE,
  },
  'AZURE-29': {
    statement: 'Resuming is the ordinary start; the VM comes up on whatever host has room.',
    status: ACTIVE,
  },
  'AZURE-30': {
    statement:
      'No capacity is set aside for a hibernated VM. When there is none the start fails with AllocationFailed and the VM stays hibernated.',
    status: ACTIVE,
  },
  'AZURE-31': {
    statement:
      'When hosts have room but none fits what the image demands, the start fails with OverconstrainedResumeFromHibernatedStateAllocationRequest.',
    status: ACTIVE,
  },
  'AZURE-32': {
    statement: 'OS disk, data disks, NICs and static addresses stay attached to a hibernated VM.',
    status: ACTIVE,
  },
  'AZURE-33': {
    statement: 'What was on the temporary disk is lost.',
    status: ACTIVE,
  },
  'AZURE-34': {
    statement:
      'Hibernation started inside the guest does not make a hibernated VM: it keeps its host and is billed on.',
    status: ACTIVE,
  },
  'AZURE-35': {
    statement:
      'The instance view of a hibernated VM lists, in this order, provisioning succeeded, PowerState/deallocated and HibernationState/Hibernated.',
    status: ACTIVE,
  },
  'AZURE-36': {
    statement:
      'While deallocated or hibernated a VM is shown without size and type of its OS disk, and its instance view without computer name, OS and agent.',
    status: ACTIVE,
  },
  'AZURE-37': {
    statement:
      'A start succeeds whether the memory came back or the VM booted cold; the difference shows only in the status of the hibernation extension.',
    status: ACTIVE,
  },
  'AZURE-38': {
    statement: 'Power-off keeps the host and the bill; deallocation gives both up.',
    status: ACTIVE,
  },
  'AZURE-39': {
    statement:
      'Compute is billed in starting, running, stopping and stopped, and not in deallocated or hibernated.',
    status: ACTIVE,
  },
  'AZURE-40': {
    statement: 'A public address with dynamic allocation is lost on deallocation; a static one is kept.',
    status: ACTIVE,
  },
  'AZURE-41': {
    statement:
      'Nested virtualization goes together with hibernation only under Trusted Launch, and deallocation resets the virtual TPM.',
    status: context('Neither nested virtualization nor a TPM exists in the model.'),
  },
  'AZURE-42': {
    statement:
      'Hibernation is supported for a list of Windows and Linux releases, whose guests have to be configured for it.',
    status: context(
      'Guest profiles say what is configured; the list itself decides nothing on the platform.',
    ),
  },
  'AZURE-43': {
    statement:
      'A NIC with accelerated networking goes only to a VM whose size supports it; any other combination is a 400 VMSizeIsNotPermittedToEnableAcceleratedNetworking.',
    status: ACTIVE,
  },
  'AZURE-44': {
    statement:
      'A disk, NIC or public address whose deleteOption is Delete goes with its VM or NIC; otherwise it is detached and stays.',
    status: ACTIVE,
  },
  'AZURE-45': {
    statement:
      'Redeploying takes a VM off its host, places it on another where one fits, and boots it there; memory and temporary disk are lost. A VM that is on no host cannot be redeployed.',
    status: ACTIVE,
  },
  'AZURE-46': {
    statement:
      'Resizing a running VM restarts it in the new size; without room for that size the operation fails with AllocationFailed and the VM runs on as it was.',
    status: ACTIVE,
  },
  'AZURE-47': {
    statement:
      'A VM may be generalized while it is stopped or deallocated; a generalized VM cannot be started any more.',
    status: ACTIVE,
  },
  'AZURE-48': {
    statement:
      'The eviction of a Spot VM can be simulated: it is deallocated or deleted, as its eviction policy says.',
    status: ACTIVE,
  },
  'AZURE-49': {
    statement:
      'Extensions are installed in, and removed from, a running VM alone; an extension that cannot do its work is shown as failed. Reapplying the VM runs the hibernation extension once more.',
    status: ACTIVE,
  },
});
