import { usageError } from '../cli-error.js';

/** The emulator's own resources, which belong to a subscription. */
export type EmulatorCollection =
  | 'hosts'
  | 'hostGenerations'
  | 'policies'
  | 'guestProfiles'
  | 'clock'
  | 'operations'
  | 'jobs'
  | 'faults'
  | 'throttling';

/** The emulator's own resources, which belong to no subscription. */
export type InstallationCollection = 'servicePrincipals' | 'subscriptions';

/** What Microsoft.Authorization has at every scope. */
export type AuthorizationCollection = 'roleAssignments' | 'roleDefinitions';

export type NetworkCollection = 'virtualNetworks' | 'networkInterfaces';

/** Paths of resources in one subscription, with their names encoded. */
export class ResourcePaths {
  readonly #subscription: string;

  constructor(subscriptionId: string) {
    this.#subscription = `/subscriptions/${segment(subscriptionId)}`;
  }

  /** The subscription as a scope. */
  subscription(): string {
    return this.#subscription;
  }

  /** All subscriptions of the caller. */
  subscriptions(): string {
    return '/subscriptions';
  }

  groups(): string {
    return `${this.#subscription}/resourceGroups`;
  }

  group(name: string): string {
    return `${this.groups()}/${segment(name)}`;
  }

  /** Of one group, or of the whole subscription. */
  compute(collection: 'virtualMachines' | 'disks', group: string | undefined): string {
    const scope = group === undefined ? this.#subscription : this.group(group);
    return `${scope}/providers/Microsoft.Compute/${collection}`;
  }

  vm(group: string, name: string): string {
    return `${this.compute('virtualMachines', group)}/${segment(name)}`;
  }

  vmEmulation(group: string, name: string): string {
    return `${this.vm(group, name)}/providers/Torpor.Emulator/emulation/default`;
  }

  vmGuestView(group: string, name: string): string {
    return `${this.vm(group, name)}/providers/Torpor.Emulator/guestView/default`;
  }

  vmExplanation(group: string, name: string): string {
    return `${this.vm(group, name)}/providers/Torpor.Emulator/explanations/last`;
  }

  vmPins(group: string, name: string): string {
    return `${this.vm(group, name)}/providers/Torpor.Emulator/pins/default`;
  }

  vmMetadata(group: string, name: string): string {
    return `${this.vm(group, name)}/providers/Torpor.Emulator/instanceMetadata`;
  }

  vmGuestHibernate(group: string, name: string): string {
    return `${this.vm(group, name)}/providers/Torpor.Emulator/guestHibernate`;
  }

  vmPreflight(group: string, name: string): string {
    return `${this.vm(group, name)}/providers/Torpor.Emulator/preflight`;
  }

  disk(group: string, name: string): string {
    return `${this.compute('disks', group)}/${segment(name)}`;
  }

  network(group: string, collection: NetworkCollection, name?: string): string {
    const path = `${this.group(group)}/providers/Microsoft.Network/${collection}`;
    return name === undefined ? path : `${path}/${segment(name)}`;
  }

  /** Of one group, or those of the subscription itself. */
  deployments(group: string | undefined, name?: string): string {
    const scope = group === undefined ? this.#subscription : this.group(group);
    const path = `${scope}/providers/Microsoft.Resources/deployments`;
    return name === undefined ? path : `${path}/${segment(name)}`;
  }

  /** Events of the subscription, or those of the installation itself. */
  activities(of: 'subscription' | 'installation'): string {
    const scope = of === 'installation' ? '' : this.#subscription;
    return `${scope}/providers/Microsoft.Insights/eventtypes/management/values`;
  }

  /** At a scope that `scope` or another method gave; the installation is the empty one. */
  authorization(scope: string, collection: AuthorizationCollection, name?: string): string {
    const path = `${scope}/providers/Microsoft.Authorization/${collection}`;
    return name === undefined ? path : `${path}/${segment(name)}`;
  }

  /** The id of a resource, a group or a subscription as a path; `/`, the installation, is empty. */
  scope(id: string): string {
    if (id === '/') return '';
    const [before, ...names] = id.replace(/\/$/, '').split('/');
    if (before !== '' || names.length === 0) {
      throw usageError(`"${id}" is no scope`, 'Give an id, such as /subscriptions/ID/resourceGroups/NAME.');
    }
    return names.map((name) => `/${segment(name)}`).join('');
  }

  installation(collection: InstallationCollection, name?: string, action?: string): string {
    const path = `/providers/Torpor.Emulator/${collection}`;
    if (name === undefined) return path;
    return action === undefined ? `${path}/${segment(name)}` : `${path}/${segment(name)}/${action}`;
  }

  emulator(collection: EmulatorCollection, name?: string, action?: string): string {
    const path = `${this.#subscription}/providers/Torpor.Emulator/${collection}`;
    if (name === undefined) return path;
    return action === undefined ? `${path}/${segment(name)}` : `${path}/${segment(name)}/${action}`;
  }
}

/** A name as one segment. Dots alone would be read as a way up the path. */
function segment(name: string): string {
  if (name === '' || name === '.' || name === '..') throw usageError(`"${name}" is no name`);
  return encodeURIComponent(name);
}
