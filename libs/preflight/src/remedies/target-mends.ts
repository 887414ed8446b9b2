import type { GuidPolicy } from '#libs/guid-policy';
import type { HostGeneration } from '#libs/hosts';
import { osDiskOf, type VmFacts } from '#libs/vm-operations';
import { kindOfSlot, VIRTUAL_DEVICE_KINDS, type VirtualDeviceKind } from '#libs/vmbus';
import type { Subject } from '../subject.js';
import { withFacts, withImage, type Mend, type MendSource } from './mend.js';

/** What can be chosen otherwise about the target, its policy and who begins. */
export const targetMends: MendSource = (subject, asleep) => [
  ...vfMends(subject),
  ...initiatorMends(subject),
  ...(asleep === undefined ? [] : VIRTUAL_DEVICE_KINDS.flatMap((kind) => pinMends(kind, asleep, subject))),
  ...(asleep === undefined ? [] : hostMends(asleep, subject)),
  ...staleImageMends(subject),
];

/** MOVE-9: the way of Azure. */
function vfMends({ facts }: Subject): readonly Mend[] {
  const { policy, nics } = facts;
  const isMoot = policy.removeVfsBeforeHibernation || !nics.some(({ isAccelerated }) => isAccelerated);
  if (isMoot) return [];
  return [
    {
      remedy: `Have VFs taken away before the guest sleeps: removeVfsBeforeHibernation in policy ${policy.name}, or accelerated networking switched off.`,
      apply: (subject) =>
        withFacts(subject, { policy: { ...subject.facts.policy, removeVfsBeforeHibernation: true } }),
    },
  ];
}

function initiatorMends({ initiatedBy }: Subject): readonly Mend[] {
  if (initiatedBy === 'shutdown-service') return [];
  return [
    {
      remedy:
        'Let the platform hibernate the VM (deallocate with hibernate=true) instead of the guest itself.',
      apply: (subject) => ({ ...subject, initiatedBy: 'shutdown-service' }),
    },
  ];
}

/** MOVE-13: the target gives devices of a kind the GUIDs that the image holds. */
function pinMends(kind: VirtualDeviceKind, asleep: VmFacts, { target }: Subject): readonly Mend[] {
  const held = (osDiskOf(asleep).image?.guest.channels ?? []).filter(
    ({ slot, relid }) => kindOfSlot(slot) === kind && relid === null,
  );
  if (held.length === 0 || target.place.kind === 'same-machine') return [];
  const guids = Object.fromEntries(held.map(({ slot, offer }) => [slot, offer.instanceGuid]));
  return [
    {
      remedy: ({ slot = kind }) =>
        `Let policy ${target.policy.name} give ${slot} the instance GUID of the image${
          guids[slot] === undefined ? '' : ` (${guids[slot]})`
        }: ${LASTING[kind] ?? 'pinned or keep'} instead of ${target.policy.devices[kind].kind}.`,
      apply: (subject) => ({
        ...withFacts(subject, {
          vm: { ...subject.facts.vm, keptGuids: { ...subject.facts.vm.keptGuids, ...guids } },
        }),
        target: { ...subject.target, policy: keeping(subject.target.policy, kind) },
      }),
    },
  ];
}

/** Assignments that give a device of this kind the same GUID on every new Hyper-V VM. */
const LASTING: Readonly<Partial<Record<VirtualDeviceKind, string>>> = {
  nic: 'from-mac, pinned or keep',
  ...Object.fromEntries(
    VIRTUAL_DEVICE_KINDS.filter((kind) => !['scsi', 'nic', 'vf', 'dda'].includes(kind)).map((kind) => [
      kind,
      'fixed',
    ]),
  ),
};

function keeping(policy: GuidPolicy, kind: VirtualDeviceKind): GuidPolicy {
  return { ...policy, devices: { ...policy.devices, [kind]: { kind: 'keep' } } };
}

/** CONSIDER-6, R14: a host that has everything that the image was made with. */
function hostMends(asleep: VmFacts, { target }: Subject): readonly Mend[] {
  const { saved } = asleep.vm;
  const { image } = osDiskOf(asleep);
  if (saved === undefined || image === undefined || target.place.kind === 'same-machine') return [];
  const { origin, configurationVersion } = saved;
  const { protocolVersion } = image.guest;
  const fitting: HostGeneration = {
    name: 'fitting',
    ...origin,
    configurationVersions: [configurationVersion],
    vmbusVersions: [protocolVersion],
  };
  const needs =
    `${origin.processorVendor} ${origin.processorModel} or newer, Hyper-V ${origin.hypervLevel} or newer, ` +
    `configuration version ${configurationVersion}, VMBus ${protocolVersion}`;
  return [
    {
      remedy: ({ phase, rule }) =>
        phase === 'placement' && rule === 'TORPOR-1'
          ? 'Free room on a host that suits the VM, or add one.'
          : `Choose a host that has what the image was made with (${needs}) and room for the VM, or boot cold.`,
      apply: (subject) => ({
        ...subject,
        target: { ...subject.target, place: { kind: 'generation', generation: fitting } },
      }),
    },
  ];
}

/** R78. */
function staleImageMends({ facts }: Subject): readonly Mend[] {
  if (osDiskOf(facts).image?.isStale !== true) return [];
  return [
    {
      remedy:
        'Do not resume: deallocate the VM without the hibernate flag, or wipe the swap area, so that no image is found.',
      apply: (subject) => withImage(subject, (image) => ({ ...image, isStale: false })),
    },
  ];
}
