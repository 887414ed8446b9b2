import { defineFilter } from '../host-filter.js';

/** A host runs a VM only if it knows the VM's configuration version. */
export const configurationVersion = defineFilter({
  name: 'configuration-version',
  rules: ['CONSIDER-6'],
  admits: ({ generation }, request) =>
    request.configurationVersion === undefined ||
    generation.configurationVersions.includes(request.configurationVersion),
  reason: ({ generation }, request) =>
    `the host runs VM configuration versions ${generation.configurationVersions[0]} to ` +
    `${generation.configurationVersions.at(-1)} and the VM has ${request.configurationVersion}`,
});
