import { draw, streamBase } from '../draw.js';
import { GUID_WORDS, type FleetDevices } from './fleet-devices.js';

/** How what is offered differs from what the image holds. */
export const DEVICE_SHAPES = [
  'same',
  /** The first device is offered last. */
  'other-order',
  /** The first device has another GUID. */
  'one-changed',
  'all-changed',
  /** The last device is not offered. */
  'one-missing',
] as const;

export interface GeneratedDevices {
  readonly devices: FleetDevices;
  /** Index into `DEVICE_SHAPES`, per VM, twice as many as there are for era B. */
  readonly shapeOf: Uint32Array;
  readonly shapes: number;
}

/** Of 16 VMs so many have each shape. */
const SHARES = [8, 3, 2, 2, 1];

/** Kinds of device that VMs have, one after the other. */
const CLASSES = 12;

/** VMs with random GUIDs, for measuring and testing: the same seed gives the same devices. */
export function fleetOfDevices(vms: number, devicesPerVm: number, seed: number): GeneratedDevices {
  const devices = vms * devicesPerVm;
  const image = {
    offsets: Uint32Array.from({ length: vms + 1 }, (_, vm) => vm * devicesPerVm),
    guids: new Uint32Array(devices * GUID_WORDS),
    classes: new Uint8Array(devices),
  };
  const base = streamBase(seed, 0);
  for (let word = 0; word < image.guids.length; word++) image.guids[word] = draw(base, word);
  for (let at = 0; at < devices; at++) image.classes[at] = (at % devicesPerVm) % CLASSES;
  const offered = {
    offsets: image.offsets.slice(),
    guids: image.guids.slice(),
    classes: image.classes.slice(),
  };
  const isEraB = new Uint8Array(vms);
  const shapeOf = new Uint32Array(vms);
  const shapeBase = streamBase(seed, 1);
  let written = 0;
  for (let vm = 0; vm < vms; vm++) {
    const drawn = draw(shapeBase, vm);
    const shape = shapeAt(drawn % 16);
    isEraB[vm] = (drawn >>> 4) & 1;
    shapeOf[vm] = shape * 2 + isEraB[vm]!;
    const first = vm * devicesPerVm;
    offered.offsets[vm] = written;
    for (let device = 0; device < devicesPerVm; device++) {
      const from = DEVICE_SHAPES[shape] === 'other-order' ? (device + 1) % devicesPerVm : device;
      if (DEVICE_SHAPES[shape] === 'one-missing' && device === devicesPerVm - 1) continue;
      const isChanged =
        DEVICE_SHAPES[shape] === 'all-changed' || (DEVICE_SHAPES[shape] === 'one-changed' && device === 0);
      for (let word = 0; word < GUID_WORDS; word++) {
        const held = image.guids[(first + from) * GUID_WORDS + word]!;
        offered.guids[written * GUID_WORDS + word] = isChanged ? ~held : held;
      }
      offered.classes[written] = image.classes[first + from]!;
      written++;
    }
  }
  offered.offsets[vms] = written;
  return { devices: { vms, image, offered, isEraB }, shapeOf, shapes: DEVICE_SHAPES.length * 2 };
}

function shapeAt(sixteenth: number): number {
  let upTo = 0;
  return SHARES.findIndex((share) => sixteenth < (upTo += share));
}
