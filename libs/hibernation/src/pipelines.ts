import { definePipeline } from '#libs/saga';
import {
  attachDisks,
  claimVm,
  createHypervVm,
  deleteHypervVm,
  inZone,
  leaveOldHost,
  markHibernated,
  markRunning,
  markStopped,
  offerVfs,
  persistDisks,
  placeVm,
  releaseHost,
  reserveMove,
  runPendingExtensions,
  settleMove,
  type VmPipeline,
} from '#libs/vm-operations';
import { awaitOwnS4, awaitS4 } from './steps/await-s4.js';
import { bootFreshKernel } from './steps/boot-fresh-kernel.js';
import { checkEligibility } from './steps/check-eligibility.js';
import { enterImageStep } from './steps/enter-image.js';
import { matchOffersStep, reopenChannelsStep } from './steps/match-offers.js';
import { freezeFreshKernelStep, readImage } from './steps/read-image.js';
import { recordConfiguration } from './steps/record-configuration.js';
import { recordVerdict } from './steps/record-verdict.js';
import { removeVfs } from './steps/remove-vfs.js';
import { signalGuest } from './steps/signal-guest.js';

/** The guest goes to sleep, the VM leaves its host; configuration and disks remain (MOVE-1). */
export const hibernateVmPipeline: VmPipeline = definePipeline('hibernate-vm', [
  claimVm('hibernating'),
  checkEligibility,
  removeVfs,
  signalGuest,
  awaitS4,
  recordConfiguration,
  persistDisks,
  deleteHypervVm,
  releaseHost,
  markHibernated,
]);

/** Started inside the guest: VFs stay in the image, and the platform sees a stopped VM (MOVE-12, R91, AZURE-34). */
export const selfHibernateVmPipeline: VmPipeline = definePipeline('self-hibernate-vm', [
  claimVm('stopping'),
  awaitOwnS4,
  recordConfiguration,
  markStopped,
]);

/** A start, of whatever does not run: a resume if the OS disk holds an image, an ordinary boot if not. */
export const startVmPipeline: VmPipeline = definePipeline('start-vm', [
  claimVm(({ vm }) => (vm.state.kind === 'hibernated' ? 'resuming' : 'starting')),
  placeVm,
  createHypervVm,
  attachDisks,
  bootFreshKernel,
  readImage,
  freezeFreshKernelStep,
  enterImageStep,
  matchOffersStep,
  reopenChannelsStep,
  inZone(offerVfs, 'retriable'),
  recordVerdict,
  runPendingExtensions,
  markRunning,
]);

/**
 * A VM that is off but holds its host goes to another and starts there. Its guest may have hibernated on its own
 * (AZURE-34): then this start is a resume like any other.
 */
export const redeployStoppedVmPipeline: VmPipeline = definePipeline('redeploy-stopped-vm', [
  claimVm('redeploying'),
  reserveMove,
  leaveOldHost,
  createHypervVm,
  bootFreshKernel,
  readImage,
  freezeFreshKernelStep,
  enterImageStep,
  settleMove,
  matchOffersStep,
  reopenChannelsStep,
  inZone(offerVfs, 'retriable'),
  recordVerdict,
  markRunning,
]);
