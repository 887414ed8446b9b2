import { HOST_GENERATIONS } from '#libs/hosts';
import { describe, expect, it } from 'vitest';
import type { ListedFiles } from '../listed-files.js';
import { issuesOf, scenarioOf, SMALL } from '../testing/an-experiment.js';

const TYPES =
  'types: {old: {vcpus: 64, memoryGib: 256, generation: intel-cascade-lake}, new: {vcpus: 96, memoryGib: 384, vfSlots: 8, generation: intel-ice-lake}}';

const clustersOf = (
  clusters: string,
  overrides: Readonly<Record<string, string>> = {},
  files?: ListedFiles,
) =>
  scenarioOf(SMALL, { overrides: { clusters, ...overrides }, ...(files === undefined ? {} : { files }) })
    .clusters;

function fileOf(text: string): ListedFiles {
  return { sha256: () => undefined, text: (path) => (path === 'hosts.csv' ? text : undefined) };
}

describe('clusters', () => {
  it('are one for each region where hosts are counted alone', () => {
    const regions = { 'fleet.regions': '{westus2: 1, eastus: 2}' };
    expect(clustersOf(`{${TYPES}, mix: {new: 3, old: 1}, hosts: {perVms: 13}}`, regions).clusters).toEqual(
      ['westus2', 'eastus'].map((region) => ({
        name: region,
        region,
        hosts: { kind: 'per-vms', vms: 13, atLeast: 1 },
        mix: [
          { weight: 3, value: 1 },
          { weight: 1, value: 0 },
        ],
      })),
    );
  });

  it('have types with known generations, or with changed ones', () => {
    const types =
      'types: {a: {vcpus: 2, memoryGib: 8, generation: amd-milan}, b: {vcpus: 4, memoryGib: 16, vfSlots: 0, generation: {extends: amd-rome, processorRank: 9}}}';
    const machines = { 'fleet.machines': '{size: Standard_D2as_v5}' };
    expect(clustersOf(`{${types}, mix: {a: 1, b: 1}, hosts: 3}`, machines).types).toEqual([
      { name: 'a', generation: HOST_GENERATIONS['amd-milan'], vcpus: 2, memoryMib: 8_192, vfSlots: 64 },
      {
        name: 'b',
        generation: { ...HOST_GENERATIONS['amd-rome'], name: 'b', processorModel: 'b', processorRank: 9 },
        vcpus: 4,
        memoryMib: 16_384,
        vfSlots: 0,
      },
    ]);
  });

  it('may be listed, with types of their own', () => {
    const list =
      'list: {first: {hosts: 5, mix: {old: 1}}, second: {region: eastus, hosts: {perVms: 20, atLeast: 2}}}';
    expect(clustersOf(`{${TYPES}, mix: {new: 1}, ${list}}`).clusters).toEqual([
      {
        name: 'first',
        region: 'eastus',
        hosts: { kind: 'exactly', count: 5 },
        mix: [{ weight: 1, value: 0 }],
      },
      {
        name: 'second',
        region: 'eastus',
        hosts: { kind: 'per-vms', vms: 20, atLeast: 2 },
        mix: [{ weight: 1, value: 1 }],
      },
    ]);
  });

  it('may be the measured ones: in turn over the regions, each of one type, the shares of clusters', () => {
    const regions = { 'fleet.regions': '{eastus: 1, westus2: 1}' };
    const { clusters } = clustersOf(
      `{${TYPES}, mix: {old: 50, new: 50}, from: azure-fleet, scale: 10%}`,
      regions,
    );
    expect(
      clusters.map(({ name, region, hosts, mix }) => [
        name,
        region,
        'count' in hosts && hosts.count,
        mix[0]?.value,
      ]),
    ).toEqual([
      ['cluster-0', 'eastus', 10, 0],
      ['cluster-1', 'westus2', 20, 0],
      ['cluster-2', 'eastus', 30, 1],
      ['cluster-3', 'westus2', 40, 1],
    ]);
  });

  it('may come from a file, where several lines of a cluster are its mix', () => {
    const file = fileOf('cluster,region,hosts,type\nc1,eastus,30,old\nc1,eastus,10,new\nc2,eastus,7,new\n');
    expect(clustersOf(`{${TYPES}, file: hosts.csv}`, {}, file).clusters).toEqual([
      {
        name: 'c1',
        region: 'eastus',
        hosts: { kind: 'exactly', count: 40 },
        mix: [
          { weight: 30, value: 0 },
          { weight: 10, value: 1 },
        ],
      },
      { name: 'c2', region: 'eastus', hosts: { kind: 'exactly', count: 7 }, mix: [{ weight: 7, value: 1 }] },
    ]);
  });

  it.each([
    [`{${TYPES}, hosts: 3}`, 'clusters.mix: is missing; there are several types'],
    [`{${TYPES}, mix: {old: 1}}`, 'clusters: must have one of hosts, list, from and file'],
    [
      `{${TYPES}, mix: {old: 1}, hosts: 3, from: azure-fleet}`,
      'clusters: must have one of hosts, list, from and file, not hosts and from',
    ],
    [
      `{${TYPES}, mix: {old: 1}, hosts: 3, scale: 50%}`,
      'clusters.scale: must only stand beside from or file',
    ],
    [
      `{${TYPES}, mix: {old: 1}, list: {a: {region: westus2, hosts: 3}}}`,
      'clusters: has no hosts in eastus, where VMs are',
    ],
    [`{${TYPES}, file: other.csv}`, 'clusters.file: there is no file other.csv that can be read'],
    [`{${TYPES}, file: hosts.csv}`, 'clusters.file: hosts.csv:2: there is no type older'],
  ])('%s cannot be', (clusters, issue) => {
    const files = fileOf('cluster,region,hosts,type\nc1,eastus,30,older\n');
    expect(issuesOf(SMALL, { overrides: { clusters }, files })).toEqual([`scenario.${issue}`]);
  });
});
