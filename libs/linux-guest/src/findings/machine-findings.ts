import type { Finding } from '../guest-profile.js';
import type { RunningGuest } from '../guest-state.js';
import type { VirtualHardware } from '../hardware.js';

/** What Linux does not notice when it goes on inside another machine (CONSIDER-7, R80). */
export function machineFindings(image: RunningGuest, hardware: VirtualHardware): readonly Finding[] {
  return [
    ...processorFindings(image, hardware),
    ...hypervisorFindings(image, hardware),
    ...vcpuFindings(image, hardware),
  ];
}

function processorFindings(image: RunningGuest, hardware: VirtualHardware): readonly Finding[] {
  if (hardware.processorVendor !== image.processorVendor || hardware.processorRank < image.processorRank) {
    return [
      {
        rule: 'CONSIDER-7',
        phase: 'after',
        severity: 'hung-or-undefined',
        summary: `The image was made on ${image.processorModel} and goes on on ${hardware.processorModel}.`,
        consequence:
          'Linux keeps using what it found at boot; instructions may be missing, with undefined results.',
      },
    ];
  }
  if (hardware.processorModel === image.processorModel) return [];
  return [
    {
      rule: 'ASSUME-5',
      phase: 'after',
      severity: 'resumed',
      summary: `The image was made on ${image.processorModel} and goes on on the newer ${hardware.processorModel}.`,
      consequence: 'Linux does not notice; everything it uses is taken to exist there.',
      assumption: 'ASSUME-5',
    },
  ];
}

function hypervisorFindings(image: RunningGuest, hardware: VirtualHardware): readonly Finding[] {
  if (hardware.hypervLevel >= image.hypervLevel) return [];
  return [
    {
      rule: 'CONSIDER-7',
      phase: 'after',
      severity: 'hung-or-undefined',
      summary: `The image was made on Hyper-V level ${image.hypervLevel} and goes on on level ${hardware.hypervLevel}.`,
      consequence:
        'Linux keeps using hypervisor features that it found at boot; the older one may lack them.',
    },
  ];
}

function vcpuFindings(image: RunningGuest, hardware: VirtualHardware): readonly Finding[] {
  if (hardware.vcpus >= image.vcpus) return [];
  return [
    {
      rule: 'R80',
      phase: 'R1r',
      severity: 'resumed-degraded',
      summary: `The image had ${image.vcpus} vCPUs, the new VM has ${hardware.vcpus}.`,
      consequence: 'The missing CPUs do not come up; channels aimed at them may lose interrupts.',
      assumption: 'ASSUME-18',
    },
  ];
}
