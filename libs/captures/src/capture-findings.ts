import { orphanEffect, type Finding, type OrphanEffect, type VmbusEra } from '#libs/linux-guest';
import { deviceClassOf, driverOf, type Guid, type VirtualDeviceKind } from '#libs/vmbus';
import { listsEveryDevice, type Capture, type CapturedDevice } from './capture.js';
import { slotWordOf } from './captured-class.js';
import { AZURE_CONTROLLERS } from './device-slots.js';
import type { CaptureMatchRow } from './capture-match.js';

export interface CaptureFindingsInput {
  readonly rows: readonly CaptureMatchRow[];
  readonly era: VmbusEra;
  /** With the devices that the image is taken to hold. */
  readonly before: Capture;
  /** Every device of either capture; what `before` says of it counts. */
  readonly devices: ReadonlyMap<Guid, CapturedDevice>;
}

/** What follows from the match, by the class of each device (R56), and for the guest as a whole. */
export function captureFindings({ rows, era, before, devices }: CaptureFindingsInput): readonly Finding[] {
  const orphanedVfs = rows.some((row) => row.outcome === 'unmatched' && row.slot.startsWith('vf '));
  const ofDevices = rows.flatMap((row): Finding[] => {
    switch (row.outcome) {
      case 'unmatched':
      case 'late':
        return [orphanFinding(row, devices.get(row.imageInstanceGuid!)!, before)];
      case 'matched':
        return row.rule === 'R51' ? [otherClassFinding(row)] : [];
      case 'new':
        return [newFinding(row, devices.get(row.offeredInstanceGuid!)!, orphanedVfs)];
      default:
        return assertNever(row.outcome);
    }
  });
  const missing = rows.filter(({ outcome }) => outcome === 'unmatched').length;
  return era === 'A' && missing > 0 ? [...ofDevices, nextHibernationFinding(missing)] : ofDevices;
}

function orphanFinding(row: CaptureMatchRow, device: CapturedDevice, before: Capture): Finding {
  const { effect, alternative } = effectOf(device, before);
  const { later, consequence, ...rest } = effect;
  return {
    ...rest,
    phase: 'R2r',
    slot: row.slot,
    summary: `${row.slot} (${device.instanceGuid}) is in the image, but ${row.reason}.`,
    consequence: alternative === undefined ? consequence : `${consequence} ${alternative}`,
    ...(later.length === 0 ? {} : { later }),
  };
}

interface CapturedEffect {
  readonly effect: OrphanEffect;
  /** What follows instead if the device is what the capture leaves open. */
  readonly alternative?: string;
}

/** R56 by class; where the class leaves open what hangs on the device, the graver row, and the other one beside it. */
function effectOf(device: CapturedDevice, before: Capture): CapturedEffect {
  const word = slotWordOf(device);
  const isDriven = hasDriver(device, before.kernelVersion);
  // Without a driver the kind makes no difference, and these classes may have none.
  if (!isDriven) return { effect: orphanEffect({ kind: 'fcopy', index: 0, isDriven }) };
  if (word === 'scsi' || word === 'ide' || word === 'fc') return controllerEffect(device, before);
  const effect = orphanEffect({ kind: word as VirtualDeviceKind, index: 0, isDriven });
  if (word !== 'vf' || device.vpciUse === 'vf') return { effect };
  const { consequence } = orphanEffect({ kind: 'dda', index: 0, isDriven });
  return {
    effect,
    alternative: `If it is an assigned device and no VF, which its class does not tell: ${consequence}`,
  };
}

/** The same driver serves SCSI, IDE and Fibre Channel, so losing any of them ends alike (R56). */
function controllerEffect(device: CapturedDevice, before: Capture): CapturedEffect {
  const ofOsDisk = orphanEffect({ kind: 'scsi', index: 0, isDriven: true });
  const ofDataDisks = orphanEffect({ kind: 'scsi', index: 1, isDriven: true });
  switch (carriesOsDisk(device, before)) {
    case 'yes':
      return { effect: ofOsDisk };
    case 'no':
      return { effect: ofDataDisks };
    case 'unknown':
      return {
        effect: ofOsDisk,
        alternative: `If the OS disk is not behind it, which the capture does not tell: ${ofDataDisks.consequence}`,
      };
  }
}

/** R4: known by Azure's GUIDs and by the number of an IDE disk; else certain only for the one controller of a VM. */
function carriesOsDisk(device: CapturedDevice, before: Capture): 'yes' | 'no' | 'unknown' {
  const at = AZURE_CONTROLLERS.indexOf(device.instanceGuid);
  const isIde = (other: CapturedDevice) => slotWordOf(other) === 'ide';
  if (isIde(device)) return device.instanceGuid.startsWith('00000000-0000-') ? 'yes' : 'no';
  // A generation-1 VM boots from IDE.
  if (before.devices.some(isIde)) return 'no';
  if (at !== -1) return at === 0 ? 'yes' : 'no';
  const controllers = before.devices.filter((other) => ['scsi', 'fc'].includes(slotWordOf(other)));
  return listsEveryDevice(before) && before.unidentified.length === 0 && controllers.length === 1
    ? 'yes'
    : 'unknown';
}

/** Whether Linux has a driver for the device that notices when it is gone; the capture's word for it counts. */
function hasDriver({ classGuid, driver }: CapturedDevice, kernelVersion: string | undefined): boolean {
  if (driver !== undefined) return true;
  const deviceClass = classGuid === undefined ? undefined : deviceClassOf(classGuid);
  if (deviceClass === undefined) return false;
  const isVersion = kernelVersion !== undefined && /^\d/.test(kernelVersion);
  const epoch = isVersion ? driverOf(deviceClass, kernelVersion) : deviceClass.drivers[0];
  // The UIO driver takes a device only where somebody bound it (R69).
  return epoch.driver !== undefined && epoch.suspends;
}

function otherClassFinding({ slot }: CaptureMatchRow): Finding {
  return {
    rule: 'R51',
    phase: 'R2r',
    severity: 'hung-or-undefined',
    slot,
    summary: `${slot} meets a device of another class under its instance GUID.`,
    consequence: 'The old driver opens a channel to the wrong kind of service; what follows is undefined.',
  };
}

function newFinding({ slot }: CaptureMatchRow, device: CapturedDevice, isVfOrphaned: boolean): Finding {
  const summary = `${slot} is not in the image; the guest takes it as a newly added device.`;
  const isNew = { phase: 'complete', slot, summary } as const;
  if (!slot.startsWith('vf ')) {
    const consequence = hasDriver(device, undefined)
      ? 'Its driver binds at the end of the resume, and nothing in the guest is configured for it.'
      : 'No driver takes it, so nothing comes of it.';
    return { ...isNew, rule: 'CONSIDER-4', severity: 'resumed', consequence };
  }
  return isVfOrphaned
    ? {
        ...isNew,
        rule: 'R65',
        severity: 'resumed-degraded',
        consequence:
          'If its NIC still has the stale VF of the image, it cannot join: it is an interface of its own.',
      }
    : {
        ...isNew,
        rule: 'MOVE-10',
        severity: 'resumed',
        consequence: 'It joins its NIC, and the data path goes through it again.',
      };
}

/** R46: era A counts what is missing and refuses to hibernate again while the count is not zero. */
function nextHibernationFinding(missing: number): Finding {
  return {
    rule: 'R46',
    phase: 'R2r',
    severity: 'resumed',
    summary: `The count of channels to be fixed up stands at ${missing} after the resume.`,
    consequence: 'Every further hibernation fails with -EBUSY until the VM boots afresh.',
  };
}

function assertNever(value: never): never {
  throw new Error(`unexpected outcome ${JSON.stringify(value)}`);
}
