import { expect, it } from 'vitest';
import type { Verdict } from '#libs/vm-operations';
import { serialLog } from './serial-log.js';

const verdict = (
  act: 'start' | 'hibernation',
  ...lines: readonly (readonly [number, string])[]
): Verdict => ({
  severity: 'cold-boot',
  summary: '',
  findings: [],
  circumstances: { act, kernelVersion: '6.8', era: 'A', policy: 'azure', faults: [] },
  log: lines.map(([atMs, text]) => ({ atMs, level: 'info', text })),
});

it('shows the lines of the last start and of the hibernation after it as a console does', () => {
  const start = verdict('start', [0, 'Linux version 6.8'], [1_234, 'hv_vmbus: registering driver hv_netvsc']);
  const hibernation = verdict('hibernation', [98_765, 'PM: hibernation: hibernation entry']);
  expect(serialLog({ start, hibernation })).toBe(
    '[    0.000000] Linux version 6.8\n' +
      '[    1.234000] hv_vmbus: registering driver hv_netvsc\n' +
      '[   98.765000] PM: hibernation: hibernation entry\n',
  );
  expect(serialLog({ start: null, hibernation: null })).toBe('');
});
