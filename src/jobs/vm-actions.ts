import { hibernateVmPipeline, hibernationRefusals, startVmPipeline } from '#libs/hibernation';
import {
  deallocateVmPipeline,
  deleteVmPipeline,
  powerOffVmPipeline,
  restartVmPipeline,
} from '#libs/vm-operations';
import type { VmOperationRequest } from '../operations/begin-vm-operation.js';
import type { JobAction } from '../persistence/job.repository.js';

/** What each action of a job asks of a VM: the same as the command of that name. */
export const VM_ACTIONS: Readonly<
  Record<JobAction, Pick<VmOperationRequest, 'pipeline' | 'change' | 'refusal'>>
> = {
  hibernate: {
    pipeline: hibernateVmPipeline,
    change: 'hibernating',
    refusal: (facts) => hibernationRefusals(facts)[0],
  },
  deallocate: { pipeline: deallocateVmPipeline, change: 'deallocating' },
  start: {
    pipeline: startVmPipeline,
    change: ({ vm: { state } }) => (state.kind === 'hibernated' ? 'resuming' : 'starting'),
  },
  powerOff: { pipeline: powerOffVmPipeline, change: 'stopping' },
  restart: { pipeline: restartVmPipeline, change: 'restarting' },
  delete: { pipeline: deleteVmPipeline, change: 'deleting' },
};
