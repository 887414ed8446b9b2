import type { Finding } from '#libs/linux-guest';
import type { MatchReport, MatchRow } from '#libs/resume-matching';
import type { VfIdentity } from '#libs/vm-operations';
import { classOfKind, deviceClassOf, IGNORED_CLASSES, type Guid } from '#libs/vmbus';
import { faultsOf } from './circumstances.js';
import { deviceCauses, type CauseFacts } from './device-causes.js';
import type { DeviceExplanation, MatchingExplanation } from './explanation.js';
import type { ExplanationInput } from './explanation-input.js';

/** Every device of the image and every offered one, with what made them meet or miss each other. */
export function devicesExplanation(input: ExplanationInput): readonly DeviceExplanation[] {
  const { report, vfs } = input.verdict;
  if (report === undefined) return [];
  const facts = causeFacts(input);
  return [
    ...report.rows.map((row) => deviceOfRow(row, input, facts)),
    ...(vfs?.arrived ?? []).map((vf) => arrivedVf(vf, input)),
  ];
}

function causeFacts({ verdict, policy, hibernatedBy }: ExplanationInput): CauseFacts {
  return {
    policyName: verdict.circumstances.policy,
    ...(policy === undefined ? {} : { policy }),
    faults: faultsOf(verdict),
    ...(hibernatedBy === undefined ? {} : { hibernatedBy }),
    isUnconnected: verdict.findings.some(({ rule }) => rule === 'R14'),
  };
}

function deviceOfRow(row: MatchRow, input: ExplanationInput, facts: CauseFacts): DeviceExplanation {
  const { slot, outcome, reason, rule, classGuid, imageInstanceGuid, offeredInstanceGuid } = row;
  const { relidBefore, relidAfter, changedFields = [] } = row;
  const offered =
    offeredInstanceGuid === undefined
      ? undefined
      : offeredClass(row, offeredInstanceGuid, input.offeredClasses ?? {});
  return {
    slot,
    className: classTitle(classGuid),
    classGuid: {
      ...(imageInstanceGuid === undefined ? {} : { expected: classGuid }),
      ...(offered === undefined ? {} : { offered }),
    },
    instanceGuid: {
      ...(imageInstanceGuid === undefined ? {} : { expected: imageInstanceGuid }),
      ...(offeredInstanceGuid === undefined ? {} : { offered: offeredInstanceGuid }),
    },
    relid: {
      ...(relidBefore === undefined ? {} : { before: relidBefore }),
      ...(relidAfter === undefined ? {} : { after: relidAfter }),
    },
    outcome,
    why: reason,
    rule,
    causes: deviceCauses(row, facts),
    findings: findingsOfRow(row, input.verdict.findings),
    ...(changedFields.length === 0 ? {} : { changedFields }),
  };
}

/** The report holds the class of the image; an offer has the same one unless the report says otherwise (R51). */
function offeredClass(
  { classGuid, changedFields = [] }: MatchRow,
  instanceGuid: Guid,
  known: Readonly<Record<Guid, Guid>>,
): Guid | undefined {
  return changedFields.includes('classGuid') ? known[instanceGuid] : classGuid;
}

/** A slot may be in two rows, one of the image and one of the new VM: what is found at the end is about the new one. */
function findingsOfRow({ slot, outcome }: MatchRow, findings: readonly Finding[]): readonly number[] {
  return findings.flatMap((finding, index) =>
    finding.slot === slot && (finding.phase === 'complete') === (outcome === 'new') ? [index] : [],
  );
}

/** MOVE-10: VFs that were held back until the resume was over are in no report, as nothing was to be matched. */
function arrivedVf({ index, instanceGuid }: VfIdentity, { verdict }: ExplanationInput): DeviceExplanation {
  const removed = verdict.vfs?.removed.find((vf) => vf.index === index);
  const { title, classGuid } = classOfKind('vf');
  const before =
    removed === undefined ? [] : [`its predecessor ${removed.instanceGuid} left before the hibernation`];
  return {
    slot: `vf ${index}`,
    className: title,
    classGuid: { offered: classGuid },
    instanceGuid: { offered: instanceGuid },
    relid: {},
    outcome: 'new',
    why: 'the host offered it when the resume was over; nothing in the image had to be matched to it',
    rule: 'MOVE-10',
    causes: [
      {
        kind: 'action',
        text: ['the platform gives the VM a new VF after every resume', ...before].join(', '),
        rules: removed === undefined ? ['MOVE-10'] : ['MOVE-9', 'MOVE-10'],
      },
    ],
    findings: [],
  };
}

function classTitle(classGuid: Guid): string {
  const known = deviceClassOf(classGuid);
  if (known !== undefined) return known.title;
  return IGNORED_CLASSES.find((ignored) => ignored.classGuid === classGuid)?.title ?? 'Unknown class';
}

export function matchingExplanation(report: MatchReport): MatchingExplanation {
  const { matched, unmatched, late, added, waitMs, timedOut } = report;
  const parts = [
    `${matched} of ${matched + unmatched + late} devices of the image were found again`,
    ...(unmatched === 0 ? [] : [`${unmatched} ${unmatched === 1 ? 'was' : 'were'} not offered`]),
    ...(late === 0 ? [] : [`${late} came too late`]),
    ...(added === 0 ? [] : [`${added} ${added === 1 ? 'is' : 'are'} new`]),
  ];
  const wait = timedOut ? `, after ${waitMs / 1000} s of waiting in vain` : '';
  const sentence = `${parts.join('; ')}${wait}. A channel of the image finds its device by the instance GUID alone (R49).`;
  return { matched, unmatched, late, added, waitMs, timedOut, sentence };
}
