import { usageError } from '../cli-error.js';

/** The emulator's own resources, which belong to a subscription. */
export type EmulatorCollection =
  'hosts' | 'hostGenerations' | 'policies' | 'guestProfiles' | 'clock' | 'operations' | 'jobs' | 'faults' | 'throttling';

export type NetworkCollection = 'virtualNetworks' | 'networkInterfaces';

/** Paths of resources in one subscription, with their names encoded. */
export class ResourcePaths {
  readonly #subscription: string;

  constructor(subscriptionId: string) {
    this.#subscription = `/subscriptions/${segment(subscriptionId)}`;
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
