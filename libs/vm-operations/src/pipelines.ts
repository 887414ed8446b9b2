import { definePipeline, type Pipeline } from '#libs/saga';
import type { VmFacts } from './facts.js';
import type { VmPorts } from './ports.js';
import { bootVm, offerVfs } from './steps/boot.js';
import { claimVm } from './steps/claim-vm.js';
import { createHypervVm } from './steps/create-hyperv-vm.js';
import { attachDisks, discardImage, persistDisks } from './steps/disks.js';
import { forgetVerdict } from './steps/forget-verdict.js';
import { deleteHypervVm, releaseHost } from './steps/leave-host.js';
import { markDeallocated, markDeleted, markRunning, markStopped } from './steps/mark.js';
import { placeVm } from './steps/place.js';
import { shutDownGuest } from './steps/shut-down-guest.js';
import { inZone } from './vm-step.js';

export type VmPipeline = Pipeline<VmFacts, VmPorts>;

export const createVmPipeline: VmPipeline = definePipeline('create-vm', [
  claimVm('creating'),
  placeVm,
  createHypervVm,
  attachDisks,
  bootVm,
  offerVfs,
  markRunning,
]);

export const powerOffVmPipeline: VmPipeline = definePipeline('power-off-vm', [
  claimVm('stopping'),
  shutDownGuest,
  markStopped,
]);

export const restartVmPipeline: VmPipeline = definePipeline('restart-vm', [
  claimVm('restarting'),
  shutDownGuest,
  forgetVerdict,
  inZone(bootVm, 'retriable'),
  inZone(offerVfs, 'retriable'),
  markRunning,
]);

/** Of a running, stopped or hibernated VM. A hibernated one loses its saved state. */
export const deallocateVmPipeline: VmPipeline = definePipeline('deallocate-vm', [
  claimVm('deallocating'),
  shutDownGuest,
  persistDisks,
  deleteHypervVm,
  releaseHost,
  discardImage,
  markDeallocated,
]);

export const deleteVmPipeline: VmPipeline = definePipeline('delete-vm', [
  claimVm('deleting'),
  shutDownGuest,
  persistDisks,
  deleteHypervVm,
  releaseHost,
  markDeleted,
]);

/** A host has failed: what ran there is gone, the VM is left deallocated with its disks (ASSUME-13). */
export const recoverVmPipeline: VmPipeline = definePipeline('recover-vm', [
  claimVm('recovering'),
  shutDownGuest,
  persistDisks,
  deleteHypervVm,
  releaseHost,
  markDeallocated,
]);
