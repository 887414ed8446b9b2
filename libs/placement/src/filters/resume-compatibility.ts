import { imageMismatch } from '#libs/hosts';
import { defineFilter, type HostFacts } from '../host-filter.js';
import type { ResumeOrigin } from '../placement.js';

/** An image continues only where everything is left that its kernel found at boot. */
export const resumeCompatibility = defineFilter({
  name: 'resume-compatibility',
  rules: ['CONSIDER-7', 'CONSIDER-6', 'ASSUME-5'],
  admits: ({ generation }, { resumeOrigin }) =>
    resumeOrigin === undefined || imageMismatch(resumeOrigin, generation) === undefined,
  reason: (host, { resumeOrigin }) =>
    resumeOrigin === undefined ? 'no image is to be resumed' : lacking(host, resumeOrigin),
});

function lacking({ generation }: HostFacts, origin: ResumeOrigin): string {
  const mismatch = imageMismatch(origin, generation);
  switch (mismatch) {
    case 'processor-vendor':
      return `the image was made on ${origin.processorVendor} and the host has ${generation.processorVendor}`;
    case 'processor-rank':
      return `the image was made on ${origin.processorModel}, newer than the host's ${generation.processorModel}`;
    case 'hyperv-level':
      return `the image was made under Hyper-V ${origin.hypervLevel}, newer than the host's ${generation.hypervLevel}`;
    case undefined:
      return 'the image can continue on the host';
    default:
      return assertNever(mismatch);
  }
}

function assertNever(value: never): never {
  throw new Error(`unexpected mismatch ${JSON.stringify(value)}`);
}
