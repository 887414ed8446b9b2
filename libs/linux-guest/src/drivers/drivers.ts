import { answerTimed } from './answer-timed.js';
import type { DriverModel } from './driver-model.js';
import { HV_PCI } from './hv-pci.js';
import { NETVSC } from './netvsc.js';
import { STORVSC } from './storvsc.js';
import { UIO } from './uio.js';

/** Every VMBus driver of the tree, as hibernation sees it; R-section 10 gives the waits. A new one is a line here. */
const DRIVERS: readonly DriverModel[] = [
  STORVSC,
  NETVSC,
  HV_PCI,
  UIO,
  answerTimed('hv_balloon', 5_000),
  answerTimed('hyperv_keyboard', 10_000),
  answerTimed('hid_hyperv', 5_000),
  answerTimed('hyperv_drm', 10_000),
  answerTimed('hyperv_fb', 10_000),
  answerTimed('hv_utils'),
];

const BY_NAME: ReadonlyMap<string, DriverModel> = new Map(DRIVERS.map((driver) => [driver.name, driver]));

/** The driver of this name. Throws for one that the table does not have. */
export function driverNamed(name: string): DriverModel {
  const driver = BY_NAME.get(name);
  if (driver === undefined) throw new Error(`no driver ${name}`);
  return driver;
}
