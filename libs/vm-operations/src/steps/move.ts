import { fits, subtract, type Host, type Resources } from '#libs/hosts';
import { place } from '#libs/placement';
import { refusal } from '#libs/refusal';
import { done, outputOf, proceed, refuse, type StepOutputs } from '#libs/saga';
import { hostOf } from '#libs/vm-lifecycle';
import { defineVmStep } from '../vm-step.js';
import {
  demandOf,
  noHost,
  placementRequest,
  PLACEMENT_ATTEMPTS,
  placedOn,
  placeVm,
  type Placed,
} from './place.js';

/*
 * A VM that moves from one place to another keeps the old place until the new one is certain: room is reserved
 * beside what it has, before its guest is shut down. A move that finds no room leaves the VM as it was.
 */

/** Chooses where a VM that is on a host goes, and reserves the room there; redeployed VMs prefer another host. */
export const reserveMove = defineVmStep({
  name: 'reserve-move',
  rules: ['MOVE-2', 'TORPOR-1', 'TORPOR-24', 'AZURE-30', 'AZURE-45', 'AZURE-46'],
  zone: 'compensatable',
  reads: ['hosts'],
  attempts: PLACEMENT_ATTEMPTS,
  decide: (facts) => {
    const { vm, resizeTo, placement } = facts;
    const current = hostOf(vm.state);
    // A resized VM stays where it is if it can; a redeployed one is to leave.
    const leaves = resizeTo === undefined && current !== undefined;
    const avoidHostIds = leaves ? [...placement.avoidHostIds, current] : placement.avoidHostIds;
    const request = placementRequest({
      ...facts,
      placement: { ...placement, avoidHostIds },
      ...(resizeTo === undefined ? {} : { size: resizeTo }),
    });
    const hosts = facts.hosts.map((host) =>
      host.id === current ? withoutShared(host, demandOf(facts), request.demand) : host,
    );
    const here = leaves ? [] : hosts.filter(({ id }) => id === current);
    const stays = place(request, here);
    const verdict = stays.kind === 'placed' ? stays : place(request, hosts);
    if (verdict.kind === 'no-host') return refuse(noHost(verdict.rejected, request));
    return proceed<Placed>(placedOn(verdict, hosts, request));
  },
  apply: async (placed, ports) =>
    (await ports.capacity.reserveMove(placed.hostId, placed.demand)) === 'reserved'
      ? done(placed)
      : {
          kind: 'failed',
          refusal: refusal('capacity-lost-race', `host ${placed.hostName} was filled by another VM`),
        },
  undo: (_placed, ports) => ports.capacity.releaseMove(),
});

/** The new place is the VM's; the old host may sell the room again. */
export const settleMove = defineVmStep({
  name: 'settle-move',
  rules: ['MOVE-1', 'TORPOR-1'],
  zone: 'retriable',
  decide: () => proceed({}),
  apply: async (decision, ports) => {
    await ports.capacity.settleMove();
    return done(decision);
  },
});

/** A stopped VM leaves its host before anything irreversible has happened: it can be put back as it was. */
export const leaveOldHost = defineVmStep({
  name: 'leave-old-host',
  rules: ['MOVE-1'],
  zone: 'compensatable',
  decide: ({ partition, vm }) => {
    if (partition === undefined) throw new Error(`VM ${vm.id} is on no host`);
    return proceed({ partition });
  },
  apply: async ({ partition }, ports) => {
    await ports.hyperv.destroy();
    return done({ hostId: partition.hostId });
  },
  undo: async ({ partition }, ports) => {
    await ports.hyperv.create(partition);
  },
});

/** The place that an operation has found for its VM, by either way of finding one. */
export function placedBy(outputs: StepOutputs): Placed | undefined {
  return outputOf(outputs, placeVm) ?? outputOf(outputs, reserveMove);
}

/** The host as it is for a VM that is on it and asks for `wanted`: what the VM has there counts towards that. */
function withoutShared(host: Host, held: Resources, wanted: Resources): Host {
  const shared: Resources = {
    vcpus: Math.min(held.vcpus, wanted.vcpus),
    memoryMib: Math.min(held.memoryMib, wanted.memoryMib),
    vfSlots: Math.min(held.vfSlots, wanted.vfSlots),
  };
  return fits(shared, host.used) ? { ...host, used: subtract(host.used, shared) } : host;
}
