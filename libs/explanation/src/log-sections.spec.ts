import { expect, it } from 'vitest';
import type { KernelLogLine } from '#libs/linux-guest';
import { logSections } from './log-sections.js';
import { aVerdict } from './testing/verdicts.js';

const line = (atMs: number, text: string): KernelLogLine => ({ atMs, level: 'info', text });
const { circumstances: hibernation } = aVerdict({});
const { circumstances: start } = aVerdict({ act: 'start' });

it('HIBERNATE-1 is one section while one kernel goes to sleep', () => {
  expect(logSections({ circumstances: hibernation, log: [line(12_345.678_9, 'a')] })).toEqual([
    {
      kernel: 'hibernating',
      title: 'the kernel that hibernates',
      lines: [{ atMs: 12_345.678_9, level: 'info', text: 'a', stamp: '[   12.345679]' }],
    },
  ]);
});

it('RESUME-4 is cut where the image takes over', () => {
  const log = [line(0, 'Linux version 6.8'), line(30_633, 'Enabling non-boot CPUs ...'), line(40_633, 'b')];
  expect(
    logSections({ circumstances: start, log }).map(({ kernel, lines }) => [
      kernel,
      lines.map(({ stamp }) => stamp),
    ]),
  ).toEqual([
    ['fresh', ['[    0.000000]']],
    ['image', ['[   30.633000]', '[   40.633000]']],
  ]);
});

it('RESUME-2 stays one section where the fresh kernel goes on', () => {
  expect(logSections({ circumstances: start, log: [line(0, 'a')] }).map(({ kernel }) => kernel)).toEqual([
    'fresh',
  ]);
});

it('has no section without a line', () => {
  expect(logSections({ circumstances: start, log: [] })).toEqual([]);
});
