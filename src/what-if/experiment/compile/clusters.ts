import type { HostGeneration } from '#libs/hosts';
import type { ClustersSpec, ClusterSpec, HostType, Mix } from '#libs/what-if';
import type { ClustersDocument, HostTypeDocument } from '../schema/clusters-schema.js';
import { known, type Compiling } from './compiling.js';
import type { ClusterPlace } from './cluster-place.js';
import { clustersFromFile, clustersFromFleet } from './cluster-lists.js';

const MIB_PER_GIB = 1_024;

/** Hosts of all regions. `undefined` after faults. */
export function compileClusters(
  document: ClustersDocument,
  regions: readonly string[],
  compiling: Compiling,
): ClustersSpec | undefined {
  const types = Object.entries(document.types).map(([name, type]) => hostType(name, type));
  const indexOf = (name: string): number | undefined => {
    const index = types.findIndex((type) => type.name === name);
    return index === -1 ? undefined : index;
  };
  const clusters = clustersOf(document, { regions, indexOf }, compiling);
  if (clusters === undefined || clusters.length === 0) return undefined;
  for (const region of regions) {
    if (clusters.some((cluster) => cluster.region === region)) continue;
    compiling.faults.add(['clusters'], `has no hosts in ${region}, where VMs are`);
  }
  return { types, clusters };
}

function clustersOf(
  document: ClustersDocument,
  place: ClusterPlace,
  compiling: Compiling,
): readonly ClusterSpec[] | undefined {
  const mix = mixOf(document.mix, ['clusters', 'mix'], document, place, compiling);
  if (document.list !== undefined) return listedClusters(document, place, compiling);
  if (mix === undefined) return undefined;
  const { hosts, from, file } = document;
  if (from !== undefined) return clustersFromFleet(document, mix, place, compiling);
  if (file !== undefined) return clustersFromFile(document, file, place, compiling);
  if (hosts === undefined) return undefined;
  return place.regions.map((region): ClusterSpec => ({ name: region, region, hosts, mix }));
}

function listedClusters(
  document: ClustersDocument,
  place: ClusterPlace,
  compiling: Compiling,
): readonly ClusterSpec[] {
  return Object.entries(document.list ?? {}).flatMap(([name, cluster]): readonly ClusterSpec[] => {
    const path = ['clusters', 'list', name];
    const region = cluster.region ?? (place.regions.length === 1 ? place.regions[0] : undefined);
    if (region === undefined) {
      compiling.faults.add([...path, 'region'], 'is missing; there are several regions');
      return [];
    }
    const mix = mixOf(cluster.mix ?? document.mix, [...path, 'mix'], document, place, compiling);
    return mix === undefined ? [] : [{ name, region, hosts: cluster.hosts, mix }];
  });
}

/** Types by number. A single type needs no mix. */
function mixOf(
  mix: Mix<string> | undefined,
  path: readonly string[],
  { types, file, list }: ClustersDocument,
  { indexOf }: ClusterPlace,
  { faults }: Compiling,
): Mix<number> | undefined {
  const names = Object.keys(types);
  const isNeedless = names.length === 1 || file !== undefined || (list !== undefined && path.length === 2);
  if (mix === undefined) {
    return isNeedless ? [{ weight: 1, value: 0 }] : faults.add(path, 'is missing; there are several types');
  }
  const found = known(mix, indexOf, (name) => faults.add([...path, name], 'there is no such type'));
  return found.length === mix.length ? found : undefined;
}

function hostType(name: string, { generation, vcpus, memoryGib, vfSlots }: HostTypeDocument): HostType {
  const own = generation.kind === 'known' ? generation.known : ownGeneration(name, generation.own);
  return { name, generation: own, vcpus, memoryMib: memoryGib * MIB_PER_GIB, vfSlots };
}

function ownGeneration(
  name: string,
  { extends: basis, ...own }: Extract<HostTypeDocument['generation'], { readonly kind: 'own' }>['own'],
): HostGeneration {
  return {
    name,
    processorVendor: own.processorVendor ?? basis.processorVendor,
    processorModel: own.processorModel ?? (own.processorRank === undefined ? basis.processorModel : name),
    processorRank: own.processorRank ?? basis.processorRank,
    hypervLevel: own.hypervLevel ?? basis.hypervLevel,
    configurationVersions: own.configurationVersions ?? basis.configurationVersions,
    vmbusVersions: own.vmbusVersions ?? basis.vmbusVersions,
  };
}
