const SCENARIO = `
scenario:
  seed: 1
  days: 2
  fleet:
    vms: 100
    groups: { office: 1 }
    machines: { vcpus: { 2: 3, 8: 1 }, gibPerVcpu: { 4: 1 } }
  clusters:
    types:
      T0: { vcpus: 48, memoryGib: 224, generation: { processorRank: 1, hypervLevel: 1 } }
    mix: { T0: 1 }
    hosts: { perVms: 10, atLeast: 4 }
  schedule:
    groups:
      office:
        firstStart: { from: 06:00, within: 2h }
        hibernate: { from: 17:00, within: 1h }
        start: { from: 08:00, within: 1h }
  placement: { order: best-fit }
  durations:
    boot: 15s
    resume: { fixed: 2s, perGib: 150ms }
    save: { fixed: 1s, perGib: 60ms }
`;

/** One scenario, of which counts are printed. */
export const SMALL_EXPERIMENT = `name: small storm
summary: counts
parameters:
  vms: { sets: fleet.vms, about: Number of VMs }
  seed: { sets: seed, about: Any whole number of 32 bits }
${SCENARIO}`;

/** Four scenarios. */
export const SMALL_GRID = `name: small grid
question: Does size matter?
axes:
  size:
    small: { fleet: { vms: 100 } }
    large: { fleet: { vms: 300 } }
  seed: [1, 2]
${SCENARIO}`;

/** As many scenarios as seeds, of so many VMs each. */
export function manySeeds(seeds: number, vms: number): string {
  const list = Array.from({ length: seeds }, (_, index) => index + 1).join(', ');
  return `name: many seeds\naxes: { seed: [${list}] }\n${SCENARIO.replace('vms: 100', `vms: ${vms}`)}`;
}

/** One scenario of VMs with guests, whose devices come back as other ones. */
export const SMALL_WITH_GUESTS = `name: small fleet with guests
parameters:
  seed: { sets: seed, about: Any whole number of 32 bits }
scenario:
  seed: 1
  days: 2
  fleet:
    vms: 40
    groups: { office: 1 }
    machines: { size: Standard_D2s_v5, nics: 1, acceleratedNetworking: false, dataDisks: 0 }
  guests: { images: { ubuntu-24.04: 1 } }
  policy: local-hyperv
  clusters:
    types: { new: { vcpus: 96, memoryGib: 384, vfSlots: 48, generation: intel-ice-lake } }
    mix: { new: 1 }
    hosts: 4
  schedule:
    groups:
      office:
        firstStart: { from: 06:00, within: 2h }
        hibernate: { from: 17:00, within: 1h }
        start: { from: 08:00, within: 1h }
`;
