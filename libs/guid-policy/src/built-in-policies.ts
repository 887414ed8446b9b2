import { AZURE_POLICY } from './built-in/azure.js';
import { LOCAL_HYPERV_POLICY } from './built-in/local-hyperv.js';
import { NO_PINNING_POLICY } from './built-in/none.js';
import type { GuidPolicy } from './policy.js';

/** The policies that come with the product, by name. */
export const BUILT_IN_POLICIES: Readonly<Record<'azure' | 'local-hyperv' | 'none', GuidPolicy>> = {
  azure: AZURE_POLICY,
  'local-hyperv': LOCAL_HYPERV_POLICY,
  none: NO_PINNING_POLICY,
};
