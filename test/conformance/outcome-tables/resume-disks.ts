import { ERAS, newDevice } from './missing-channel.js';
import { set, type OutcomeCase, type Shown } from './outcome-case.js';

const OS_CONTROLLER_DEAD: Shown = {
  rule: 'R56',
  phase: 'R2r',
  slot: 'scsi 0',
  symptom: /first I\/O to the OS disk crashes the task.*follows a pointer that its suspend had cleared/,
  assumption: 'ASSUME-4',
};

const DATA_CONTROLLER_DEAD: Shown = {
  rule: 'R56',
  phase: 'R2r',
  slot: 'scsi 1',
  symptom: /first I\/O to a disk behind it crashes the task.*follows a pointer that its suspend had cleared/,
  assumption: 'ASSUME-4',
};

/** Resumes that meet other disks, or other controllers of theirs, than the image knew. */
export const RESUME_DISKS: readonly OutcomeCase[] = [
  ...ERAS.flatMap(({ on, waits, log, report, besides }): readonly OutcomeCase[] => [
    {
      row: 'controller of root or swap lost',
      rules: ['R56', 'R54', 'ASSUME-4'],
      cause: `the controller of the OS disk is not offered to the image, and ${waits}`,
      on,
      story: ['hibernate', set({ faults: ['missing-at-restore scsi 0'] }), 'start'],
      expected: {
        severity: 'hung-or-undefined',
        shows: OS_CONTROLLER_DEAD,
        besides,
        log: [...log, /hv_storvsc .*failed to restore noirq: error -122/],
        report: { ...report, unmatched: 1, added: 0 },
      },
    },
    {
      row: 'controller of root or swap lost',
      rules: ['R56', 'R54', 'ASSUME-4'],
      cause: `the controller of the OS disk has another instance GUID, and ${waits}`,
      on,
      story: ['hibernate', set({ faults: ['device-guid-changed scsi 0'] }), 'start'],
      expected: {
        severity: 'hung-or-undefined',
        shows: OS_CONTROLLER_DEAD,
        besides: [...besides, newDevice('scsi 0')],
        log: [...log, /hv_storvsc .*failed to restore noirq: error -122/],
        report: { ...report, unmatched: 1, added: 1 },
      },
    },
    {
      row: 'controller of data disks missing',
      rules: ['R56', 'R54', 'ASSUME-4'],
      cause: `the controller of the data disks is missing, and ${waits}`,
      on,
      story: ['hibernate', set({ faults: ['device-missing scsi 1'] }), 'start'],
      expected: {
        severity: 'resumed-degraded',
        shows: DATA_CONTROLLER_DEAD,
        besides,
        log: [...log, /hv_storvsc .*failed to restore noirq: error -122/],
        report: { ...report, unmatched: 1, added: 0 },
      },
    },
  ]),
  {
    row: 'OS LUN missing',
    rules: ['R57'],
    cause: 'the OS disk is gone from behind its controller',
    story: ['hibernate', set({ faults: ['lun-missing os disk'] }), 'start'],
    expected: {
      severity: 'hung-or-undefined',
      shows: {
        rule: 'R57',
        phase: 'after',
        slot: 'os disk',
        symptom: /DID_NO_CONNECT.*I\/O to the os disk fails/,
      },
      report: { waitMs: 0, unmatched: 0 },
    },
  },
  {
    row: 'data LUN missing or temporary disk blank',
    rules: ['R57'],
    cause: 'a data disk is gone from behind its controller',
    story: ['hibernate', set({ faults: ['lun-missing data disk 0'] }), 'start'],
    expected: {
      severity: 'resumed-degraded',
      shows: {
        rule: 'R57',
        phase: 'after',
        slot: 'data disk 0',
        symptom: /DID_NO_CONNECT.*I\/O to the data disk 0 fails/,
      },
    },
  },
  {
    row: 'data LUN missing or temporary disk blank',
    rules: ['R57'],
    cause: 'the temporary disk that was mounted is blank',
    given: { size: 'Standard_D2ds_v5', guest: { mountsTemporaryDisk: true } },
    story: ['hibernate', 'start'],
    expected: {
      severity: 'resumed-degraded',
      shows: {
        rule: 'R57',
        phase: 'after',
        slot: 'temporary disk',
        symptom: /blank.*file system is inconsistent.*give errors/,
      },
    },
  },
  ...['os disk', 'data disk 0'].map((disk): OutcomeCase => ({
    row: 'disk content changed',
    rules: ['R57'],
    cause: `somebody wrote to the ${disk} while the VM slept`,
    story: ['hibernate', set({ faults: [`disk-content-changed ${disk}`] }), 'start'],
    expected: {
      severity: 'hung-or-undefined',
      shows: {
        rule: 'R57',
        phase: 'after',
        slot: disk,
        symptom: /nothing detects it: the file system is corrupted/,
      },
      isSilent: true,
    },
  })),
  {
    row: 'storage host end silent',
    rules: ['R60', 'R56', 'ASSUME-4'],
    cause: 'the controller of the OS disk does not answer its first message for 180 s',
    story: ['hibernate', set({ faults: ['vsp-silent scsi 0'] }), 'start'],
    expected: {
      severity: 'hung-or-undefined',
      shows: {
        rule: 'R60',
        phase: 'R2r',
        slot: 'scsi 0',
        symptom: /gave up with error -110.*first I\/O to the OS disk crashes the task/,
        assumption: 'ASSUME-4',
      },
      log: [{ line: /hv_storvsc .*failed to restore noirq: error -110/, afterMs: 180_000 }],
    },
  },
  {
    row: 'storage host end silent',
    rules: ['R60', 'R56', 'ASSUME-4'],
    cause: 'the controller of the data disks does not answer its first message for 180 s',
    story: ['hibernate', set({ faults: ['vsp-silent scsi 1'] }), 'start'],
    expected: {
      severity: 'resumed-degraded',
      shows: {
        rule: 'R60',
        phase: 'R2r',
        slot: 'scsi 1',
        symptom: /gave up with error -110.*first I\/O to a disk behind it crashes the task/,
        assumption: 'ASSUME-4',
      },
      log: [{ line: /hv_storvsc .*failed to restore noirq: error -110/, afterMs: 180_000 }],
    },
  },
];
