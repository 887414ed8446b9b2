import type { RuleId } from '#libs/kernel-rules';
import { kindOfSlot, type VirtualDeviceKind } from '#libs/vmbus';
import type { DeviceCause, DeviceExplanation, Prevention } from '../explanation.js';
import type { Commands } from './commands.js';

/** What pins the GUIDs of a kind of device: the policy `azure` shows each but the last two. */
const PINNING: Partial<
  Record<VirtualDeviceKind, { readonly what: string; readonly rules: readonly RuleId[] }>
> = {
  scsi: {
    what: 'Pin the instance GUIDs of the SCSI controllers, as Azure does with its two.',
    rules: ['MOVE-5'],
  },
  nic: {
    what: 'Give NICs an instance GUID that comes from their MAC address (from-mac), or stays with the VM (keep).',
    rules: ['MOVE-6'],
  },
};

/** What would have prevented that a device of the image met nothing. */
export function devicePreventions(
  devices: readonly DeviceExplanation[],
  commands: Commands,
): readonly Prevention[] {
  const lost = devices.filter(({ outcome }) => outcome === 'unmatched' || outcome === 'late');
  const preventions = lost.flatMap((device) =>
    device.causes.flatMap((cause) => preventionsOf(device, cause, commands)),
  );
  return lost.some(isForScripts) ? [...preventions, customScript(commands)] : preventions;
}

/** Devices that a host pins for nobody, and that were not left in the image by mistake. */
function isForScripts({ causes }: DeviceExplanation): boolean {
  return (
    causes.some(({ assignment }) => assignment === 'fresh') && causes.every(({ kind }) => kind === 'policy')
  );
}

function preventionsOf(
  { slot }: DeviceExplanation,
  cause: DeviceCause,
  commands: Commands,
): readonly Prevention[] {
  const kind = kindOfSlot(slot);
  if (kind === undefined) return [];
  switch (cause.kind) {
    case 'fault':
      // Faults are told as such.
      return [];
    case 'action':
      return [hibernateFromOutside(commands)];
    case 'configuration':
      // A host that offers nothing at all has a finding of its own (R14).
      return cause.rules.includes('R14') ? [] : [sameConfiguration(slot, commands)];
    case 'policy':
      // A VF is new on every new VM even where all else is pinned: what matters is that it left before.
      return kind === 'vf' && cause.assignment !== undefined ? [] : [againstPolicy(kind, commands)];
  }
}

function againstPolicy(kind: VirtualDeviceKind, commands: Commands): Prevention {
  const azure = commands.update('--policy azure');
  if (kind === 'vf') {
    const what = 'Take VFs away before the VM hibernates, and give it new ones after the resume.';
    return {
      against: 'a VF in the image, which no new VM offers again',
      what,
      rules: ['MOVE-9', 'MOVE-10'],
      command: azure,
    };
  }
  if (kind === 'dda') {
    const what =
      'Choose a size without assigned PCI devices, or do not hibernate it: Azure refuses to. A local Hyper-V can only keep the GUID by script.';
    return { against: 'an assigned PCI device under another GUID', what, rules: ['MOVE-8'] };
  }
  const pinning = PINNING[kind];
  if (pinning !== undefined) {
    return {
      against: `other GUIDs for ${kind === 'scsi' ? 'SCSI controllers' : 'NICs'} on every new VM`,
      ...pinning,
      command: azure,
    };
  }
  const what =
    'Leave devices of which a VM has only one the GUID that they have on every host, as every real Hyper-V does.';
  return {
    against: `other GUIDs for devices of which a VM has only one`,
    what,
    rules: ['MOVE-4'],
    command: azure,
  };
}

function hibernateFromOutside(commands: Commands): Prevention {
  return {
    against: 'a VF in the image, because the guest hibernated by itself',
    what: 'Hibernate the VM from outside: the platform then takes its VFs away first.',
    rules: ['MOVE-11', 'MOVE-12'],
    command: commands.action('hibernate'),
  };
}

function sameConfiguration(slot: string, commands: Commands): Prevention {
  return {
    against: `${slot} under another identity than the image knows`,
    what: 'Start the VM under the policy and with the devices that it hibernated with.',
    rules: ['MOVE-2', 'CONSIDER-3'],
    command: commands.pin(),
  };
}

/** MOVE-13: what Azure does can be done on a local Hyper-V too. */
function customScript(commands: Commands): Prevention {
  return {
    against: 'a local Hyper-V that pins nothing',
    what: 'Let a script give the new VM the instance GUIDs that the image holds; the list of pins says which.',
    rules: ['MOVE-13', 'MOVE-3'],
    command: commands.pin(),
  };
}
