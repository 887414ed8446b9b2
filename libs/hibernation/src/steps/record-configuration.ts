import { done, outputOf, proceed } from '#libs/saga';
import { defineVmStep, osDiskOf, partitionOf } from '#libs/vm-operations';
import { removeVfs } from './remove-vfs.js';

/**
 * Saves what the next Hyper-V VM must match (MOVE-1), and what its host must offer (CONSIDER-6): what the guest found
 * when it booted, which a resume on a newer host since has not changed (CONSIDER-7).
 */
export const recordConfiguration = defineVmStep({
  name: 'record-configuration',
  rules: ['MOVE-1', 'CONSIDER-6', 'CONSIDER-7'],
  zone: 'retriable',
  decide: (facts, outputs) => {
    const { configurationVersion, hardware, hostId, guest } = partitionOf(facts);
    const believes = guest ?? osDiskOf(facts).image?.guest ?? hardware;
    const { processorVendor, processorModel, processorRank, hypervLevel } = believes;
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
