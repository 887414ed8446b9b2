// Loaded before a measured program: says on file descriptor 3 what the whole process has used when it ends.
import { writeSync } from 'node:fs';

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  writeSync(
    3,
    JSON.stringify({
      cpuSeconds: (userCPUTime + systemCPUTime) / 1e6,
      wallSeconds: performance.now() / 1000,
      peakMib: Math.round(maxRSS / 1024),
    }),
  );
});
