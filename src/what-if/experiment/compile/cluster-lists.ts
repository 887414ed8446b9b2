import type { ClusterSpec, Mix } from '#libs/what-if';
import { parseCsv, type CsvRow } from '../../../catalogue/csv.js';
import { MAX_CLUSTERS, MAX_HOSTS, type ClustersDocument } from '../schema/clusters-schema.js';
import type { ClusterPlace } from './cluster-place.js';
import type { Compiling } from './compiling.js';

const MILLION = 1_000_000;

/**
 * The 36 measured clusters, shared out to the regions in turn. What hosts they have is not published: each cluster
 * has one type, as clusters of Azure do, and the shares of the mix are shares of clusters, the first types first.
 */
export function clustersFromFleet(
  { scale = MILLION }: ClustersDocument,
  mix: Mix<number>,
  { regions }: ClusterPlace,
  { data }: Compiling,
): readonly ClusterSpec[] {
  const sizes = data().clusterServers;
  const sum = mix.reduce((all, { weight }) => all + weight, 0);
  return sizes.map((servers, index): ClusterSpec => {
    let rest = ((index + 0.5) / sizes.length) * sum;
    const type = mix.find(({ weight }) => (rest -= weight) < 0) ?? mix.at(-1)!;
    return {
      name: `cluster-${index}`,
      region: regions[index % regions.length]!,
      hosts: { kind: 'exactly', count: scaled(servers, scale) },
      mix: [{ weight: 1, value: type.value }],
    };
  });
}

function scaled(servers: number, perMillion: number): number {
  return Math.max(1, Math.round((servers * perMillion) / MILLION));
}

/** Clusters of a CSV file with the columns cluster, region, hosts, type; several lines of a cluster are a mix of types. */
export function clustersFromFile(
  { scale = MILLION }: ClustersDocument,
  file: string,
  place: ClusterPlace,
  { files, faults }: Compiling,
): readonly ClusterSpec[] | undefined {
  const path = ['clusters', 'file'];
  const text = files.text(file);
  if (text === undefined) return faults.add(path, `there is no file ${file} that can be read`);
  let rows: readonly Row[];
  try {
    rows = parseCsv(text, file).map((row) => readRow(row, place));
  } catch (error) {
    return faults.add(path, error instanceof Error ? error.message : String(error));
  }
  const clusters = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.region}/${row.cluster}`;
    clusters.set(key, [...(clusters.get(key) ?? []), row]);
  }
  if (clusters.size > MAX_CLUSTERS) return faults.add(path, `must have at most ${MAX_CLUSTERS} clusters`);
  return [...clusters.values()].map((lines): ClusterSpec => {
    const [{ cluster, region }] = lines as [Row];
    const hosts = lines.reduce((sum, line) => sum + line.hosts, 0);
    return {
      name: cluster,
      region,
      hosts: { kind: 'exactly', count: scaled(hosts, scale) },
      mix: lines.map((line) => ({ weight: line.hosts, value: line.type })),
    };
  });
}

interface Row {
  readonly cluster: string;
  readonly region: string;
  readonly hosts: number;
  readonly type: number;
}

function readRow(row: CsvRow, { indexOf }: ClusterPlace): Row {
  const hosts = row.number('hosts');
  if (!Number.isInteger(hosts) || hosts < 1 || hosts > MAX_HOSTS) {
    throw new Error(`${row.place}: column hosts must be a whole number from 1 to ${MAX_HOSTS}`);
  }
  const type = indexOf(row.text('type'));
  if (type === undefined) throw new Error(`${row.place}: there is no type ${row.text('type')}`);
  return { cluster: row.text('cluster'), region: row.text('region'), hosts, type };
}
