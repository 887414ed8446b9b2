import type { BusDevice, BusDriver } from './bus-channel.js';
import type { BusDrivers } from './bus-host.js';
import type { Scenario } from './scenario.js';

/** Short class names of the scenarios that a driver takes. `nd`, `avma`, `rdv` and classes given as GUIDs have none. */
const DRIVER_OF_CLASS: ReadonlyMap<string, BusDriver> = new Map([
  ['nic', 'with-sub-channels'],
  ['scsi', 'with-sub-channels'],
  ...(
    [
      'ide',
      'fc',
      'shutdown',
      'timesync',
      'heartbeat',
      'kvp',
      'balloon',
      'mouse',
      'keyboard',
      'vss',
      'video',
      'fcopy',
      'pci',
    ] as const
  ).map((name) => [name, 'plain'] as const),
]);

export const KVP_CLASS = 'kvp';

/** The drivers of a scenario: by class, but UIO for the devices that it hands to user space. */
export class ScenarioDrivers implements BusDrivers {
  constructor(readonly scenario: Scenario) {}

  driverFor({ device }: BusDevice): BusDriver | undefined {
    if (this.scenario.uio?.includes(device) === true) return 'uio';
    return DRIVER_OF_CLASS.get(this.scenario.devices[device]![0]);
  }

  hasListener({ device }: BusDevice): boolean {
    return this.scenario.hv_sock_without_listener?.includes(device) !== true;
  }
}
