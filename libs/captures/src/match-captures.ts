import { worstSeverity, type VmbusEra } from '#libs/linux-guest';
import { matchReport, UNMATCHED_OFFER_WAIT_MS, type MatchReport, type MatchRow } from '#libs/resume-matching';
import { guid, type Guid, type Offer } from '#libs/vmbus';
import { chooseEra } from './capture-era.js';
import { captureFindings } from './capture-findings.js';
import type {
  CaptureMatch,
  CaptureMatchInput,
  CaptureMatchRow,
  CaptureWait,
  UndecidedDevice,
} from './capture-match.js';
import {
  listsEveryDevice,
  type Capture,
  type CapturedDevice,
  type CaptureSide,
  type UnidentifiedDevice,
} from './capture.js';
import { classTitle, isSocketClass, slotWordOf } from './captured-class.js';
import { slotsAfter, slotsBefore, type SlotNames } from './device-slots.js';

/**
 * What comes of resuming an image made on the VM of one capture in the VM of another (DEVICES-2 to DEVICES-7, R49).
 * Only what both captures settle goes into the match; a device of which one of them may simply not have spoken is
 * undecided, whatever that costs in completeness.
 */

/** One side of the match, told apart by what it settles. */
interface Side {
  readonly capture: Capture;
  readonly devices: readonly CapturedDevice[];
  readonly slots: SlotNames;
}

type DevicesByInstance = ReadonlyMap<Guid, CapturedDevice>;

/** Stands in an offer for a relid or a class that the capture does not tell; never shown. */
const UNTOLD_RELID = 0;
const UNTOLD_CLASS = guid('00000000-0000-0000-0000-000000000000');

export function matchCaptures(input: CaptureMatchInput): CaptureMatch {
  const era = chooseEra(input.era, input);
  const { before, after, leftOut } = sidesOf(input);
  const inBefore = byInstance(before.devices);
  const inAfter = byInstance(after.devices);

  const settledBefore = before.devices.filter((device) => isSettled(device, inAfter, after.capture));
  const offered = after.devices.filter(({ relid }) => relid !== null);
  const settledAfter = offered.filter((device) => isSettled(device, inBefore, before.capture));
  const report = matchReport({
    era: era.era,
    channels: settledBefore.map((device) => ({
      slot: before.slots.get(device.instanceGuid)!,
      offer: offerOf(device, inAfter),
    })),
    offers: settledAfter.map((device) => ({
      slot: after.slots.get(device.instanceGuid)!,
      offer: offerOf(device, inBefore),
    })),
  });
  const rows = report.rows.map((row) => toldRow(row, inBefore, inAfter));
  const undecided = [
    ...undecidedOf('before', before, settledBefore),
    ...undecidedOf('after', { ...after, devices: offered }, settledAfter),
  ];
  const findings = captureFindings({
    rows,
    era: era.era,
    before: { ...input.before, devices: before.devices },
    devices: new Map([...inAfter, ...inBefore]),
  });
  const { matched, unmatched, added } = report;
  const conclusion = conclusionOf(report, before, undecided);
  const isSettledWhole = conclusion === 'all-matched' && listsEveryDevice(before.capture);
  return {
    era,
    conclusion,
    ...(unmatched > 0 || isSettledWhole ? { severity: worstSeverity(findings) } : {}),
    rows,
    matched,
    unmatched,
    added,
    wait: waitOf(report, era.era, before, undecided),
    undecided,
    findings,
    leftOut,
    cannotTell: cannotTell(input, before),
  };
}

function sidesOf(input: CaptureMatchInput): {
  readonly before: Side;
  readonly after: Side;
  readonly leftOut: readonly string[];
} {
  const offered = withoutSockets(input.after);
  const shown = withoutSockets(input.before);
  // What the resumed guest holds as an orphan was in the image, whatever is said of the time before (R55).
  const orphans = byInstance(offered.filter(({ relid }) => relid === null));
  const isRemoved = (device: CapturedDevice) =>
    input.vfsRemoved === true && slotWordOf(device) === 'vf' && !orphans.has(device.instanceGuid);
  const isShown = byInstance(shown);
  const unmentioned = [...orphans.values()].filter(({ instanceGuid }) => !isShown.has(instanceGuid));
  const held = [...shown.filter((device) => !isRemoved(device)), ...unmentioned];
  const slots = slotsBefore([...shown, ...unmentioned]);
  return {
    before: { capture: input.before, devices: held, slots },
    after: { capture: input.after, devices: offered, slots: slotsAfter(offered, held, slots) },
    leftOut: shown.filter(isRemoved).map(({ instanceGuid }) => slots.get(instanceGuid)!),
  };
}

/** R16, R53: sockets are closed at hibernation, never matched, and not counted. */
function withoutSockets({ devices }: Capture): readonly CapturedDevice[] {
  return devices.filter(({ classGuid }) => classGuid === undefined || !isSocketClass(classGuid));
}

function byInstance(devices: readonly CapturedDevice[]): DevicesByInstance {
  return new Map(devices.map((device) => [device.instanceGuid, device]));
}

/** Whether the other capture says that it has the device, or that it has not. */
function isSettled(device: CapturedDevice, inOther: DevicesByInstance, other: Capture): boolean {
  if (inOther.has(device.instanceGuid)) return true;
  return listsEveryDevice(other) && !other.unidentified.some((unnamed) => couldBe(device, unnamed));
}

function couldBe({ classGuid }: CapturedDevice, unnamed: UnidentifiedDevice): boolean {
  return classGuid === undefined || unnamed.classGuid === undefined || unnamed.classGuid === classGuid;
}

/** What is compared of an offer (R49); the rest is the same on both sides, for no capture tells it. */
function offerOf(device: CapturedDevice, other: DevicesByInstance): Offer {
  const { instanceGuid, relid } = device;
  return {
    classGuid: device.classGuid ?? other.get(instanceGuid)?.classGuid ?? UNTOLD_CLASS,
    instanceGuid,
    relid: relid ?? UNTOLD_RELID,
    subChannelIndex: 0,
    flags: 0,
    dedicatedInterrupt: true,
    connectionId: 0,
    monitorId: 0,
    monitorAllocated: false,
    mmioMegabytes: 0,
  };
}

/** A row without what was put in only to have something to compare. */
function toldRow(row: MatchRow, before: DevicesByInstance, after: DevicesByInstance): CaptureMatchRow {
  const { classGuid, relidBefore, relidAfter, offerIndex: _index, changedFields: _fields, ...rest } = row;
  const toldClass = classGuid === UNTOLD_CLASS ? undefined : classGuid;
  const isBeforeTold = isRelidTold(before, row.imageInstanceGuid);
  const isAfterTold = isRelidTold(after, row.offeredInstanceGuid);
  const isSeenOrphaned =
    row.imageInstanceGuid !== undefined && after.get(row.imageInstanceGuid)?.relid === null;
  return {
    ...rest,
    ...reasonOf(row, { areRelidsTold: isBeforeTold && isAfterTold, isSeenOrphaned }),
    ...(toldClass === undefined ? {} : { classGuid: toldClass }),
    deviceClass: classTitle(toldClass),
    ...(isBeforeTold && relidBefore !== undefined ? { relidBefore } : {}),
    ...(isAfterTold && relidAfter !== undefined ? { relidAfter } : {}),
  };
}

function isRelidTold(devices: DevicesByInstance, instanceGuid: Guid | undefined): boolean {
  return instanceGuid !== undefined && typeof devices.get(instanceGuid)?.relid === 'number';
}

function reasonOf(
  row: MatchRow,
  { areRelidsTold, isSeenOrphaned }: { readonly areRelidsTold: boolean; readonly isSeenOrphaned: boolean },
): Pick<MatchRow, 'reason' | 'rule'> {
  if (row.outcome === 'unmatched' && isSeenOrphaned) {
    return {
      rule: 'R55',
      reason: 'the resumed guest itself shows it as an orphan, which nothing will remove',
    };
  }
  // Without both relids there is nothing to say about whether they changed.
  if (row.outcome !== 'matched' || areRelidsTold || row.rule === 'R51')
    return { rule: row.rule, reason: row.reason };
  return { rule: 'DEVICES-2', reason: 'the new VM offers the same instance GUID' };
}

function undecidedOf(
  side: CaptureSide,
  { devices, slots }: Side,
  settled: readonly CapturedDevice[],
): readonly UndecidedDevice[] {
  const other = side === 'before' ? 'after' : 'before';
  return devices
    .filter((device) => !settled.includes(device))
    .map(({ instanceGuid, classGuid }) => ({
      side,
      slot: slots.get(instanceGuid)!,
      deviceClass: classTitle(classGuid),
      ...(classGuid === undefined ? {} : { classGuid }),
      instanceGuid,
      reason:
        side === 'before'
          ? `not mentioned ${other}, which does not prove that it was missing`
          : `not mentioned ${other}, which does not prove that the image lacks it`,
    }));
}

function conclusionOf(
  { unmatched }: MatchReport,
  before: Side,
  undecided: readonly UndecidedDevice[],
): CaptureMatch['conclusion'] {
  if (unmatched > 0) return 'not-all-matched';
  const { problems, unidentified } = before.capture;
  const isOpen =
    before.devices.length === 0 ||
    unidentified.length > 0 ||
    problems.some(({ isDeviceLost }) => isDeviceLost) ||
    undecided.some(({ side }) => side === 'before');
  return isOpen ? 'undecided' : 'all-matched';
}

/** Era A waits for as long as any device is missing (R47); one that is undecided may be such a device. */
function waitOf(
  { unmatched, waitMs, timedOut }: MatchReport,
  era: VmbusEra,
  before: Side,
  undecided: readonly UndecidedDevice[],
): CaptureWait {
  const mayLackMore =
    !listsEveryDevice(before.capture) ||
    before.capture.unidentified.length > 0 ||
    undecided.some(({ side }) => side === 'before');
  return era === 'A' && unmatched === 0 && mayLackMore
    ? { kind: 'unknown', atMostMs: UNMATCHED_OFFER_WAIT_MS }
    : { kind: 'known', waitMs, timedOut };
}

function cannotTell({ before, after }: CaptureMatchInput, { devices }: Side): readonly string[] {
  const sockets = [before, after].map((capture) => capture.devices.length - withoutSockets(capture).length);
  const vfs = devices.filter((device) => slotWordOf(device) === 'vf').length;
  return [
    ...aboutSide('before', before),
    ...aboutSide('after', after),
    ...(sockets.some((count) => count > 0)
      ? [
          `Hyper-V sockets are closed at hibernation and are left out (${sockets[0]} before, ${sockets[1]} after)`,
        ]
      : []),
    ...(vfs > 0
      ? [
          'whether the VFs of before were still there when the image was made: a platform that takes them away first (MOVE-9) leaves none in it',
        ]
      : []),
  ];
}

function aboutSide(
  side: CaptureSide,
  { completeness, unidentified, problems, gaps }: Capture,
): readonly string[] {
  const lost = problems.filter(({ isDeviceLost }) => isDeviceLost).length;
  return [
    ...(completeness === 'all devices'
      ? []
      : [
          `${side}: a log names a device only where its driver had something to say, so there may have been others`,
        ]),
    ...(unidentified.length === 0
      ? []
      : [
          `${side}: devices that are listed without an instance GUID, and cannot be matched: ${unidentified.length}`,
        ]),
    ...(lost === 0 ? [] : [`${side}: lines that should carry a device, and could not be read: ${lost}`]),
    ...gaps.map((gap) => `${side}: ${gap}`),
  ];
}
