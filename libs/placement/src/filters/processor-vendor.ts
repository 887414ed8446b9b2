import { defineFilter } from '../host-filter.js';

/** A VM size that stands for one vendor's processors runs on those alone. */
export const processorVendor = defineFilter({
  name: 'processor-vendor',
  rules: ['CONSIDER-6'],
  admits: ({ generation }, request) =>
    request.processorVendor === undefined || generation.processorVendor === request.processorVendor,
  reason: ({ generation }, request) =>
    `the host has ${generation.processorVendor} processors and the VM needs ${request.processorVendor}`,
});
