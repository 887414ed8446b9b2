import {
  hibernateVmPipeline,
  hibernationRefusals,
  redeployStoppedVmPipeline,
  selfHibernateVmPipeline,
  startVmPipeline,
} from '#libs/hibernation';
import { refusal } from '#libs/refusal';
import {
  deallocateVmPipeline,
  deleteVmPipeline,
  keepVmPipeline,
  powerOffVmPipeline,
  reapplyVmPipeline,
  redeployVmPipeline,
  restartVmPipeline,
} from '#libs/vm-operations';
import type { VmOperationRequest } from './begin-vm-operation.js';

/** What each action asks of a VM, whoever asks: a person for one VM, or a job for many. */
export const VM_ACTIONS = {
  /** Puts it to sleep from outside and takes it off its host (MOVE-11). */
  hibernate: {
    pipeline: hibernateVmPipeline,
    change: 'hibernating',
    refusal: (facts) => hibernationRefusals(facts)[0],
  },
  /** Its guest hibernates on its own, as `systemctl hibernate` inside it would (INITIATE-1, MOVE-12). */
  selfHibernate: { pipeline: selfHibernateVmPipeline, change: 'stopping' },
  /** A resume where the OS disk holds an image (AZURE-29). */
  start: {
    pipeline: startVmPipeline,
    change: ({ vm: { state } }) => (state.kind === 'hibernated' ? 'resuming' : 'starting'),
    refusal: ({ vm }) =>
      vm.isGeneralized ? refusal('vm-generalized', `VM ${vm.name} is the model for others`) : undefined,
  },
  deallocate: { pipeline: deallocateVmPipeline, change: 'deallocating' },
  powerOff: { pipeline: powerOffVmPipeline, change: 'stopping' },
  restart: { pipeline: restartVmPipeline, change: 'restarting' },
  delete: { pipeline: deleteVmPipeline, change: 'deleting' },
  /** To another host, where there is one (AZURE-45). */
  redeploy: { pipeline: redeployVmPipeline, change: 'redeploying' },
  /** The same for a VM that is off: its start may be a resume. */
  redeployStopped: { pipeline: redeployStoppedVmPipeline, change: 'redeploying' },
  reapply: { pipeline: reapplyVmPipeline, change: 'reapplying' },
  /** The VM is what it was asked to be already (ASSUME-31). */
  keep: { pipeline: keepVmPipeline, change: 'reapplying' },
} as const satisfies Readonly<Record<string, Pick<VmOperationRequest, 'pipeline' | 'change' | 'refusal'>>>;
