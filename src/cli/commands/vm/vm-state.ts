import type { VmDocument } from '../../api-types.js';

/** The state of a VM in one word, from its instance view: `hibernated` before `deallocated`; empty when unknown. */
export function vmState({ properties }: VmDocument): string {
  const codes = properties.instanceView?.statuses?.map(({ code }) => code) ?? [];
  if (codes.some((code) => /^HibernationState\/Hibernated$/i.test(code))) return 'hibernated';
  const power = codes.find((code) => code.startsWith('PowerState/'));
  return power?.slice('PowerState/'.length) ?? properties.provisioningState?.toLowerCase() ?? '';
}

/** Whether the VM may be hibernated: `enabled` or `disabled`. */
export function hibernationText({ properties }: VmDocument): string {
  return properties.additionalCapabilities?.hibernationEnabled === true ? 'enabled' : 'disabled';
}
