import { definePipeline, type Pipeline } from '#libs/saga';
import type { VmFacts } from './facts.js';
import type { VmPorts } from './ports.js';
import { bootVm, offerVfs } from './steps/boot.js';
import { claimVm } from './steps/claim-vm.js';
import { createHypervVm } from './steps/create-hyperv-vm.js';
import { deleteParts } from './steps/delete-parts.js';
import { attachDisks, discardImage, persistDisks } from './steps/disks.js';
import { forgetVerdict } from './steps/forget-verdict.js';
import { deleteHypervVm, releaseHost } from './steps/leave-host.js';
import {
  markDeallocated,
  markDeleted,
  markMoved,
  markRunning,
  markStopped,
  markUnchanged,
  wasRunning,
} from './steps/mark.js';
import { reserveMove, settleMove } from './steps/move.js';
import { placeVm } from './steps/place.js';
import { adoptSize, intendResize } from './steps/resize.js';
import { installExtensions, rerunExtensions, runPendingExtensions } from './steps/run-extensions.js';
import { shutDownGuest } from './steps/shut-down-guest.js';
import { inZone, onlyIf } from './vm-step.js';

export type VmPipeline = Pipeline<VmFacts, VmPorts>;

export const createVmPipeline: VmPipeline = definePipeline('create-vm', [
  claimVm('creating'),
  placeVm,
  createHypervVm,
  attachDisks,
  bootVm,
  offerVfs,
  runPendingExtensions,
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
  deleteParts,
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

/** A running VM goes to another host, as far as there is one, and boots there; its memory is lost. */
export const redeployVmPipeline: VmPipeline = definePipeline('redeploy-vm', [
  claimVm('redeploying'),
  reserveMove,
  shutDownGuest,
  forgetVerdict,
  persistDisks,
  deleteHypervVm,
  settleMove,
  inZone(createHypervVm, 'retriable'),
  inZone(attachDisks, 'retriable'),
  inZone(bootVm, 'retriable'),
  inZone(offerVfs, 'retriable'),
  markRunning,
]);

/** A VM on a host gets another size: a machine of that size is made, there or elsewhere. It boots if it ran. */
export const resizeVmPipeline: VmPipeline = definePipeline('resize-vm', [
  intendResize,
  claimVm('resizing'),
  reserveMove,
  shutDownGuest,
  onlyIf(wasRunning, forgetVerdict),
  persistDisks,
  deleteHypervVm,
  settleMove,
  adoptSize,
  inZone(createHypervVm, 'retriable'),
  inZone(attachDisks, 'retriable'),
  onlyIf(wasRunning, inZone(bootVm, 'retriable')),
  onlyIf(wasRunning, inZone(offerVfs, 'retriable')),
  markMoved,
]);

/** The configuration of a VM is applied once more; its hibernation extension runs again. */
export const reapplyVmPipeline: VmPipeline = definePipeline('reapply-vm', [
  claimVm('reapplying'),
  rerunExtensions,
  markUnchanged,
]);

/** Extensions that were added or changed run in the guest. */
export const installExtensionPipeline: VmPipeline = definePipeline('install-extension', [
  claimVm('reapplying'),
  installExtensions,
  markUnchanged,
]);

/** A script is taken for a running guest. Nothing is run: the answer says so. */
export const runCommandPipeline: VmPipeline = definePipeline('run-command', [
  claimVm('reapplying'),
  markUnchanged,
]);

/** The VM is as it was asked to be already: an operation that succeeds and changes nothing. */
export const keepVmPipeline: VmPipeline = definePipeline('keep-vm', [claimVm('reapplying'), markUnchanged]);
