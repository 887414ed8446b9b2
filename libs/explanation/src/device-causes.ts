import type { GuidAssignment, GuidPolicy } from '#libs/guid-policy';
import type { RuleId } from '#libs/kernel-rules';
import { FAULTS, faultName, type Fault, type FaultKind } from '#libs/linux-guest';
import type { MatchRow } from '#libs/resume-matching';
import { indexOfSlot, kindOfSlot, type VirtualDeviceKind } from '#libs/vmbus';
import type { DeviceCause } from './explanation.js';
import { devicesName } from './devices-name.js';

export interface CauseFacts {
  /** Name in the verdict. */
  readonly policyName: string;
  readonly policy?: GuidPolicy;
  readonly faults: readonly Fault[];
  readonly hibernatedBy?: 'host' | 'guest';
  /** The new host refused the connection, and so offered nothing at all (R14, R44). */
  readonly isUnconnected: boolean;
}

/** Faults that decide how a device of the image meets the new VM, or what it is then. */
const DEVICE_FAULTS: readonly FaultKind[] = [
  'device-missing',
  'device-guid-changed',
  'device-class-changed',
  'device-added',
  'missing-at-restore',
  'device-offered-late',
  'nic-mac-changed',
  'offer-changed',
  'vpci-version-refused',
  'vpci-function-changed',
  'vsp-silent',
  'sub-channels-withheld',
];

/** Of these, the ones that alone decide whether a device is offered under the GUID of the image. */
const DECISIVE_FAULTS: readonly FaultKind[] = [
  'device-missing',
  'device-guid-changed',
  'device-added',
  'missing-at-restore',
];

/** What made a device meet its channel, or not: faults first, then what somebody did, then the policy. */
export function deviceCauses(
  row: Pick<MatchRow, 'slot' | 'outcome'>,
  facts: CauseFacts,
): readonly DeviceCause[] {
  const faults = facts.faults.filter(({ slot, kind }) => slot === row.slot && DEVICE_FAULTS.includes(kind));
  const staged = faults.map(faultCause);
  if (faults.some(({ kind }) => DECISIVE_FAULTS.includes(kind))) return staged;
  if (facts.isUnconnected) return [NOTHING_OFFERED];
  const { outcome } = row;
  const policy = policyCauses(row, facts);
  switch (outcome) {
    case 'matched':
      return [...staged, ...policy];
    case 'late':
      return staged.length > 0 ? staged : [otherConfiguration(row.slot, facts)];
    case 'unmatched':
    case 'new': {
      const acts = outcome === 'unmatched' ? vfActions(row.slot, facts) : [];
      const decided = policy.filter(({ assignment }) => assignment === 'fresh');
      const known = [...staged, ...acts, ...decided];
      return known.length > 0 ? known : [otherConfiguration(row.slot, facts)];
    }
  }
}

const NOTHING_OFFERED: DeviceCause = {
  kind: 'configuration',
  text: 'the bus could not connect to the new host, so no device was offered',
  rules: ['R14', 'R44'],
};

function faultCause(fault: Fault): DeviceCause {
  const { summary, rule } = FAULTS[fault.kind];
  return {
    kind: 'fault',
    text: `fault ${faultName(fault)}: ${lowerFirst(summary.replace(/\.$/, ''))}`,
    rules: [rule],
  };
}

/** A VF is in an image only when nobody took it away before (MOVE-9, MOVE-12). */
function vfActions(slot: string, { policy, policyName, hibernatedBy }: CauseFacts): readonly DeviceCause[] {
  if (kindOfSlot(slot) !== 'vf') return [];
  if (hibernatedBy === 'guest') {
    return [
      {
        kind: 'action',
        text: 'the guest hibernated by itself, so nobody removed the VF',
        rules: ['MOVE-12', 'MOVE-11'],
      },
    ];
  }
  if (policy === undefined) return [];
  if (policy.removeVfsBeforeHibernation) {
    return [
      {
        kind: 'action',
        text: `policy ${policyName} removes VFs before a hibernation that it begins, and yet this one is in the image: the guest hibernated by itself, or under another policy`,
        rules: ['MOVE-12', 'MOVE-9'],
      },
    ];
  }
  return [
    {
      kind: 'policy',
      text: `policy ${policyName} leaves VFs in the VM when it hibernates`,
      rules: ['MOVE-9'],
    },
  ];
}

function policyCauses(
  { slot, outcome }: Pick<MatchRow, 'slot' | 'outcome'>,
  facts: CauseFacts,
): readonly DeviceCause[] {
  const kind = kindOfSlot(slot);
  const { policy, policyName } = facts;
  if (kind === undefined || policy === undefined) return [];
  const assignment = assignmentOfSlot(policy, slot);
  if (assignment === undefined) return [];
  const text = `policy ${policyName} ${ASSIGNMENT_WORDS[assignment](devicesName(kind))}`;
  const rules =
    outcome === 'matched' ? matchedRules(assignment, kind) : (ASSIGNMENT_RULES[kind] ?? ['MOVE-3']);
  return [{ kind: 'policy', text, rules, assignment }];
}

/** What a policy does with a slot; a slot past a list of pinned GUIDs is what `beyond` says. */
export function assignmentOfSlot(policy: GuidPolicy, slot: string): GuidAssignment['kind'] | undefined {
  const kind = kindOfSlot(slot);
  if (kind === undefined) return undefined;
  const assignment = policy.devices[kind];
  if (assignment.kind !== 'pinned') return assignment.kind;
  return assignment.guids[indexOfSlot(slot)] === undefined ? assignment.beyond : 'pinned';
}

const ASSIGNMENT_WORDS: Readonly<Record<GuidAssignment['kind'], (devices: string) => string>> = {
  fixed: (devices) => `leaves ${devices} the GUID that they have on every host (fixed)`,
  pinned: (devices) => `pins the GUIDs of ${devices} (pinned)`,
  'from-mac': (devices) => `makes the GUIDs of ${devices} from their MAC addresses (from-mac)`,
  keep: (devices) => `keeps the GUIDs of ${devices} for this VM (keep)`,
  fresh: (devices) => `assigns ${devices} fresh GUIDs with every new VM (fresh)`,
};

const ASSIGNMENT_RULES: Partial<Record<VirtualDeviceKind, readonly RuleId[]>> = {
  scsi: ['MOVE-3', 'MOVE-5'],
  nic: ['MOVE-3', 'MOVE-6'],
  vf: ['MOVE-7'],
  dda: ['MOVE-7', 'MOVE-8'],
};

function matchedRules(assignment: GuidAssignment['kind'], kind: VirtualDeviceKind): readonly RuleId[] {
  if (assignment === 'fixed') return ['MOVE-4'];
  if (kind === 'scsi') return ['MOVE-5'];
  return kind === 'nic' ? ['MOVE-6'] : ['MOVE-13'];
}

/** Neither a fault nor the policy says it: the VM is not configured, or named, as it was when it slept. */
function otherConfiguration(slot: string, { policy, policyName }: CauseFacts): DeviceCause {
  const because =
    policy === undefined
      ? `policy ${policyName} is not known any more`
      : `policy ${policyName} does not change the GUID of ${slot} by itself`;
  return {
    kind: 'configuration',
    text: `${because}: the VM was configured otherwise, or under another policy, when it slept`,
    rules: ['MOVE-2', 'CONSIDER-4'],
  };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
