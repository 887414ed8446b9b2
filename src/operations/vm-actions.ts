import {
  hibernateVmPipeline,
  hibernationRefusals,
  selfHibernateVmPipeline,
  startVmPipeline,
} from '#libs/hibernation';
import {
  deallocateVmPipeline,
  deleteVmPipeline,
  powerOffVmPipeline,
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
  },
  deallocate: { pipeline: deallocateVmPipeline, change: 'deallocating' },
  powerOff: { pipeline: powerOffVmPipeline, change: 'stopping' },
  restart: { pipeline: restartVmPipeline, change: 'restarting' },
  delete: { pipeline: deleteVmPipeline, change: 'deleting' },
} as const satisfies Readonly<Record<string, Pick<VmOperationRequest, 'pipeline' | 'change' | 'refusal'>>>;
