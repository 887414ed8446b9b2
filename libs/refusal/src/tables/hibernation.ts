import { refusalTable } from '../refusal-entry.js';

/** Hibernation: what makes a VM ineligible, and how a guest can fail. */
export const HIBERNATION_REFUSALS = refusalTable({
  'hibernation-not-enabled': {
    rule: 'ENABLE-1',
    sentence: 'The VM is not enabled for hibernation.',
    remedy:
      'Deallocate the VM, set additionalCapabilities.hibernationEnabled to true, start it, and hibernate it then.',
    retryable: false,
  },
  'hibernation-switch-needs-deallocation': {
    rule: 'AZURE-2',
    sentence: 'Hibernation can be switched on or off only while the VM is deallocated.',
    remedy: 'Deallocate the VM without the hibernate flag, change hibernationEnabled, and start it again.',
    retryable: false,
  },
  'size-not-hibernatable': {
    rule: 'AZURE-7',
    sentence: 'VMs of this size cannot hibernate.',
    remedy: 'Choose a size whose capability HibernationSupported is True, for example Standard_D2s_v5.',
    retryable: false,
  },
  'image-not-hibernatable': {
    rule: 'AZURE-8',
    sentence: 'The image does not support hibernation.',
    remedy: 'Choose an image that supports it, or create the VM without hibernation.',
    retryable: false,
  },
  'hibernation-excluded': {
    rule: 'AZURE-9',
    sentence: 'The VM uses a feature that rules hibernation out.',
    remedy: 'Create the VM without the feature that the detail names, or without hibernation.',
    retryable: false,
  },
  'hibernation-extension-failed': {
    rule: 'AZURE-20',
    sentence:
      "Operation 'HibernateAndDeallocate' is not allowed while the hibernation extension of the VM is in a failed state.",
    remedy:
      'Read the status of the extension, remove the cause, and run the extension once more by reapplying the VM.',
    retryable: false,
  },
  'guest-not-ready': {
    rule: 'AZURE-21',
    sentence: 'The guest is not able to hibernate yet.',
    remedy: 'The guest has only just booted: wait some minutes and hibernate again.',
    retryable: true,
  },
  'architecture-unsupported': {
    rule: 'ENABLE-6',
    sentence: 'Linux guests on arm64 cannot hibernate.',
    remedy: 'Choose an x86-64 size and image, or leave hibernationEnabled off.',
    retryable: false,
  },
  'os-disk-too-small': {
    rule: 'AZURE-4',
    sentence: 'The OS disk is too small to hold the memory of the VM.',
    remedy: 'Enlarge the OS disk beyond the memory of the size, or choose a size with less memory.',
    retryable: false,
  },
  'os-disk-not-hibernatable': {
    rule: 'AZURE-3',
    sentence: 'The OS disk does not support hibernation.',
    remedy: 'Deallocate the VM and set supportsHibernation to true on its OS disk.',
    retryable: false,
  },
  'dda-present': {
    rule: 'MOVE-8',
    sentence: 'The VM has directly assigned devices, whose identities would not survive the move.',
    remedy: 'Choose a size without such devices, or a GUID policy that lets this size through.',
    retryable: false,
  },
  'guest-lacks-udev-rule': {
    rule: 'INITIATE-3',
    sentence: 'The guest accepted the request, but nothing in it turns the event into a hibernation.',
    remedy:
      'Install the udev rule in the guest, for example with hibernation-setup-tool or the Linux hibernation extension.',
    retryable: false,
  },
  'shutdown-service-missing': {
    rule: 'INITIATE-2',
    sentence: 'The guest does not answer on the Shutdown service, so it cannot be told to hibernate.',
    remedy:
      'Load hv_utils in the guest, or restart the guest if an earlier resume left the service without its channel.',
    retryable: false,
  },
  'uio-device-bound': {
    rule: 'UIO-2',
    sentence: 'A device of the guest is bound to the UIO driver, which cannot suspend.',
    remedy: 'Unbind the device from uio_hv_generic in the guest (stop DPDK first), then hibernate again.',
    retryable: false,
  },
  'guest-aborted-hibernation': {
    rule: 'R25',
    sentence: 'The guest began to hibernate, failed, and runs on.',
    remedy:
      'Read the errno and the step in the detail, remove the cause inside the guest, and hibernate again.',
    retryable: false,
  },
  'guest-hung': {
    rule: 'R44',
    sentence: 'The guest waits without limit and will not answer any more.',
    remedy: 'Power the VM off and start it again; the saved memory is lost.',
    retryable: false,
  },
  'guest-request-timed-out': {
    rule: 'ASSUME-1',
    sentence: 'The guest did not reach S4 within the time allowed.',
    remedy: 'Look into the guest for the reason; the VM runs on and can be hibernated again.',
    retryable: true,
  },
  'guest-not-running': {
    rule: 'AZURE-18',
    sentence: 'No guest is running that could be asked to hibernate.',
    remedy: 'Start the VM first.',
    retryable: false,
  },
  'hibernation-failed': {
    rule: 'AZURE-22',
    sentence: 'The platform gave the hibernation up; the guest runs on.',
    remedy: 'Try again after some minutes; if it persists, look into the guest.',
    retryable: true,
  },
});
