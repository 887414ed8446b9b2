import { done, outputOf, proceed } from '#libs/saga';
import { defineVmStep, partitionOf } from '#libs/vm-operations';
import { removeVfs } from './remove-vfs.js';

/** Saves what the next Hyper-V VM must match (MOVE-1), and what its host must offer (CONSIDER-6). */
export const recordConfiguration = defineVmStep({
  name: 'record-configuration',
  rules: ['MOVE-1', 'CONSIDER-6'],
  zone: 'retriable',
  decide: (facts, outputs) => {
    const { configurationVersion, hardware, hostId } = partitionOf(facts);
    const { processorVendor, processorModel, processorRank, hypervLevel } = hardware;
    return proceed({
      hostId,
      configurationVersion,
      removedVfs: outputOf(outputs, removeVfs)?.vfs ?? [],
      origin: { processorVendor, processorModel, processorRank, hypervLevel },
    });
  },
  apply: async (saved, ports) => {
    await ports.vm.saveConfiguration(saved);
    return done(saved);
  },
});
