/**
 * Route patterns, so that parameters are called the same everywhere: `subscriptionId`, `resourceGroupName`,
 * `location`, and what the route adds.
 */
export const SUBSCRIPTION_PATH = '/subscriptions/:subscriptionId';

export const GROUP_PATH = `${SUBSCRIPTION_PATH}/resourceGroups/:resourceGroupName`;

/** `inGroup('Microsoft.Compute', 'disks/:diskName')`. */
export function inGroup(provider: string, path: string): string {
  return `${GROUP_PATH}/providers/${provider}/${path}`;
}

/** `inSubscription('Torpor.Emulator', 'hosts')`. */
export function inSubscription(provider: string, path: string): string {
  return `${SUBSCRIPTION_PATH}/providers/${provider}/${path}`;
}

/** `inLocation('Microsoft.Compute', 'operations/:operationId')`. */
export function inLocation(provider: string, path: string): string {
  return `${SUBSCRIPTION_PATH}/providers/${provider}/locations/:location/${path}`;
}

/** `onVm('start')`: an action or a child of a VM, whose parameter is `vmName`. */
export function onVm(path: string): string {
  return inGroup('Microsoft.Compute', `virtualMachines/:vmName/${path}`);
}
