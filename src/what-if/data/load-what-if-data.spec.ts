import { describe, expect, it } from 'vitest';
import { loadWhatIfData } from './load-what-if-data.js';

const { clusterServers, diskNoise, azureBuckets } = loadWhatIfData();

describe('data for experiments', () => {
  it('has the servers of 36 clusters', () => {
    const sum = clusterServers.reduce((all, servers) => all + servers, 0);
    expect([clusterServers.length, sum, Math.min(...clusterServers), Math.max(...clusterServers)]).toEqual([
      36, 16_047, 118, 917,
    ]);
  });

  it('has times of disks as factors of the median, by percentile', () => {
    const { steady, burstable } = diskNoise;
    expect([steady.length, burstable.length]).toEqual([101, 101]);
    expect([0, 50, 99, 100].map((at) => [steady[at], burstable[at]])).toEqual([
      [0.9606, 1],
      [1, 1],
      [1, 3.2125],
      [1.4552, 3.7645],
    ]);
    for (const factors of [steady, burstable]) expect(factors).toEqual(factors.toSorted((a, b) => a - b));
  });

  it('has what Azure allows a subscription in a region', () => {
    expect(azureBuckets).toEqual({
      start: { capacity: 1_500, refillPerMinute: 500 },
      hibernate: { capacity: 1_500, refillPerMinute: 500 },
    });
  });
});
