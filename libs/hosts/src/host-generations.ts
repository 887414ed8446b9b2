import { CONFIGURATION_VERSIONS } from './configuration-versions.js';
import type { HostGeneration } from './host.js';

/**
 * Kinds of server in the manner of Azure: a processor model together with the Hyper-V build on it. Processor models
 * are those that Azure's documentation names for its size series (Dv4, Dv5, Dasv4, Dasv5 and the like). Hyper-V builds
 * and the VMBus version that guests got on them are what serial logs of Azure VMs show (data/azure-vmbus-boots):
 * every kernel, new or old, ended with 4.0 on build 20348, and a 4.18 kernel had 5.3 on build 26102. Which processor
 * runs which build is an assumption, and so is the order of ranks (ASSUME-5), which follows the age of the models.
 */

interface HypervRelease {
  /** Number of the host build; a greater one offers all that a smaller one does. */
  readonly build: number;
  readonly configurationVersions: readonly string[];
  readonly vmbusVersions: readonly string[];
}

const HYPERV_20348: HypervRelease = {
  build: 20348,
  configurationVersions: CONFIGURATION_VERSIONS['Windows Server 2022'],
  vmbusVersions: ['2.4', '3.0', '4.0'],
};

const HYPERV_26102: HypervRelease = {
  build: 26102,
  configurationVersions: CONFIGURATION_VERSIONS['Windows Server 2025'],
  vmbusVersions: ['2.4', '3.0', '4.0', '4.1', '5.0', '5.1', '5.2', '5.3'],
};

interface Processor {
  readonly vendor: 'Intel' | 'AMD';
  readonly model: string;
  readonly rank: number;
}

const CASCADE_LAKE: Processor = { vendor: 'Intel', model: 'Xeon Platinum 8272CL', rank: 1 };
const ICE_LAKE: Processor = { vendor: 'Intel', model: 'Xeon Platinum 8370C', rank: 2 };
const SAPPHIRE_RAPIDS: Processor = { vendor: 'Intel', model: 'Xeon Platinum 8473C', rank: 3 };
const ROME: Processor = { vendor: 'AMD', model: 'EPYC 7452', rank: 1 };
const MILAN: Processor = { vendor: 'AMD', model: 'EPYC 7763v', rank: 2 };

function generation(name: string, processor: Processor, hyperv: HypervRelease): HostGeneration {
  return {
    name,
    processorVendor: processor.vendor,
    processorModel: processor.model,
    processorRank: processor.rank,
    hypervLevel: hyperv.build,
    configurationVersions: hyperv.configurationVersions,
    vmbusVersions: hyperv.vmbusVersions,
  };
}

/** Per vendor from old to new. Two entries of one model differ in their Hyper-V alone. */
export const HOST_GENERATIONS = {
  'intel-cascade-lake': generation('intel-cascade-lake', CASCADE_LAKE, HYPERV_20348),
  'intel-ice-lake': generation('intel-ice-lake', ICE_LAKE, HYPERV_20348),
  'intel-ice-lake-26102': generation('intel-ice-lake-26102', ICE_LAKE, HYPERV_26102),
  'intel-sapphire-rapids': generation('intel-sapphire-rapids', SAPPHIRE_RAPIDS, HYPERV_26102),
  'amd-rome': generation('amd-rome', ROME, HYPERV_20348),
  'amd-milan': generation('amd-milan', MILAN, HYPERV_20348),
  'amd-milan-26102': generation('amd-milan-26102', MILAN, HYPERV_26102),
} as const satisfies Readonly<Record<string, HostGeneration>>;
export type HostGenerationName = keyof typeof HOST_GENERATIONS;

/** The generation of this name; `undefined` when there is none. */
export function hostGenerationNamed(name: string): HostGeneration | undefined {
  return Object.values(HOST_GENERATIONS).find((known) => known.name === name);
}

/** The configuration version that a VM created on such a host gets: the newest one. */
export function defaultConfigurationVersion(hostGeneration: HostGeneration): string {
  const newest = hostGeneration.configurationVersions.at(-1);
  if (newest === undefined) throw new Error(`${hostGeneration.name} runs no configuration version`);
  return newest;
}
