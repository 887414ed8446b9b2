import { expect, it } from 'vitest';
import type { Capture, ResumeEvidence } from './capture.js';
import { chooseEra } from './capture-era.js';

const CAPTURE: Capture = {
  format: 'kernel-log',
  devices: [],
  unidentified: [],
  problems: [],
  gaps: [],
  completeness: 'only what the log mentions',
};
const kernel = (kernelVersion: string): Capture => ({ ...CAPTURE, kernelVersion });
const evidence = (era: ResumeEvidence['era'], line: number): Capture => ({
  ...CAPTURE,
  resumeEvidence: { era, line },
});

it.each([
  ['as given, against everything else', 'A', kernel('6.15'), evidence('B', 3), 'A', 'given'],
  ['by the kernel of the image', undefined, kernel('6.15.2-arch1'), CAPTURE, 'B', 'kernel-version'],
  [
    'by the kernel of the image, not of the new VM',
    undefined,
    kernel('6.12.1'),
    kernel('6.15'),
    'A',
    'kernel-version',
  ],
  ['by what the resume said before', undefined, evidence('B', 3), CAPTURE, 'B', 'resume-evidence'],
  ['by what the resume said after', undefined, CAPTURE, evidence('B', 3), 'B', 'resume-evidence'],
  ['by default', undefined, CAPTURE, kernel('6.15'), 'A', 'default'],
  ['by default for a version that is none', undefined, kernel('mainline'), CAPTURE, 'A', 'default'],
] as const)('R40 the era is chosen %s', (_, given, before, after, era, source) => {
  const choice = chooseEra(given, { before, after });
  expect([choice.era, choice.source]).toEqual([era, source]);
});

it.each([
  ['6.13.3', 'kernel 6.13.3 of the image is older than 6.13.4, with which the rules changed'],
  ['6.14.0', 'kernel 6.14.0 of the image is not older than 6.13.4, with which the rules changed'],
])('R40 says why for kernel %s', (version, because) => {
  expect(chooseEra(undefined, { before: kernel(version), after: CAPTURE }).because).toBe(because);
});
