// Matching alone: how many VMs of 12 devices a second of CPU, every device compared and grouped by shape.
import {
  fleetMatch,
  fleetOfDevices,
  matchByShape,
  matchFleet,
  matchScratch,
} from '../../dist/libs/what-if/src/index.js';

const VMS = Number(process.argv[2] ?? 1_000_000);
const DEVICES = 12;
const TURNS = 5;
const { devices, shapeOf, shapes } = fleetOfDevices(VMS, DEVICES, 20240607);

function cpuSeconds(work) {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

function best(work) {
  return Math.min(...Array.from({ length: TURNS }, () => cpuSeconds(work)));
}

const match = fleetMatch(VMS);
// The search for VMs with two devices of one GUID belongs to it: nobody knows beforehand that there are none.
const everyDevice = best(() => matchFleet(devices, matchScratch(devices), match));
const scratch = matchScratch(devices);
const byShape = best(() => matchByShape(devices, { shapeOf, shapes }, scratch, match));
process.stdout.write(
  JSON.stringify({
    vms: VMS,
    devices: DEVICES,
    everyDevicePerCpuSecond: Math.round(VMS / everyDevice),
    byShapePerCpuSecond: Math.round(VMS / byShape),
  }),
);
