import type { FleetDevices } from './fleet-devices.js';
import { fleetMatch, matchVm, type FleetMatch, type MatchScratch } from './match-fleet.js';

/**
 * The same numbers for a fleet whose VMs are known to be alike in groups: one VM of each shape is matched, the others
 * get its numbers. `shapeOf`: what is offered to VMs of one shape relates to their images in the same way.
 */
export function matchByShape(
  devices: FleetDevices,
  { shapeOf, shapes }: { readonly shapeOf: Uint32Array; readonly shapes: number },
  scratch: MatchScratch,
  match: FleetMatch,
): void {
  const known = new Uint8Array(shapes);
  const ofShapes = fleetMatch(shapes);
  const { matched, unmatched, added, ofAnotherClass, outstanding, timedOut } = ofShapes;
  for (let vm = 0; vm < devices.vms; vm++) {
    const shape = shapeOf[vm]!;
    if (known[shape] === 0) {
      known[shape] = 1;
      matchVm(devices, scratch, ofShapes, vm, shape);
    }
    match.matched[vm] = matched[shape]!;
    match.unmatched[vm] = unmatched[shape]!;
    match.added[vm] = added[shape]!;
    match.ofAnotherClass[vm] = ofAnotherClass[shape]!;
    match.outstanding[vm] = outstanding[shape]!;
    match.timedOut[vm] = timedOut[shape]!;
  }
}
