import { set, type Expected, type OutcomeCase, type Step } from './outcome-case.js';

/** The host's request gets no answer, and in the end the host gives up. */
function unanswered(symptom: RegExp): Expected {
  return {
    severity: 'hibernate-aborted',
    shows: { rule: 'INITIATE-2', phase: 'trigger', symptom },
    hostGivesUp: true,
  };
}

const SYSTEMD: readonly { readonly who: string; readonly request: Step }[] = [
  { who: 'the host asks', request: 'hibernate' },
  { who: 'the guest asks itself', request: 'self-hibernate' },
];

/** Hibernations that the kernel never hears of. */
export const TRIGGER: readonly OutcomeCase[] = [
  {
    row: 'S4 not enabled',
    rules: ['R88', 'R85'],
    cause: 'there is no virtual ACPI S4 state, and the host asks',
    given: { faults: ['s4-not-offered'] },
    story: ['hibernate'],
    expected: {
      severity: 'hibernate-aborted',
      shows: { rule: 'R88', phase: 'trigger', symptom: /HV_E_FAIL/ },
      emulation: { sysfs: { powerDisk: '[shutdown] reboot suspend test_resume', vmbusHibernation: '0' } },
    },
  },
  {
    row: 'S4 not enabled',
    rules: ['R86', 'R85', 'R91'],
    cause: 'there is no virtual ACPI S4 state, and the guest hibernates by itself',
    given: { hibernationEnabled: false },
    story: ['self-hibernate'],
    expected: {
      severity: 'stopped-not-hibernated',
      shows: {
        rule: 'R86',
        phase: 'trigger',
        severity: 'resumed-degraded',
        symptom: /no ACPI S4 state, so the guest powered off normally.*host sees a power-off/,
      },
      log: [/reboot: Power down/],
    },
    afterwards: [{ story: ['start'], expected: { severity: 'resumed', shows: 'nothing' } }],
  },
  {
    row: 'shutdown service not open',
    rules: ['R87', 'R56'],
    cause: 'the shutdown service was lost in the last resume',
    story: ['hibernate', set({ faults: ['device-missing shutdown 0'] }), 'start', 'hibernate'],
    expected: unanswered(/Shutdown service has no open channel/),
  },
  {
    row: 'shutdown service not open',
    rules: ['R87'],
    cause: 'no driver serves the shutdown service',
    given: { guest: { kindsWithoutDriver: ['shutdown'] } },
    story: ['hibernate'],
    expected: unanswered(/Shutdown service has no open channel/),
  },
  {
    row: 'no udev rule',
    rules: ['R89', 'ASSUME-1'],
    cause: 'no udev rule acts on the event',
    given: { guest: { hasUdevHibernateRule: false } },
    story: ['hibernate'],
    expected: {
      severity: 'hibernate-aborted',
      shows: {
        rule: 'R89',
        phase: 'trigger',
        symptom: /answered yes, sent its uevent and ran on/,
        assumption: 'ASSUME-1',
      },
      hostGivesUp: true,
    },
  },
  {
    row: 'no udev rule',
    rules: ['R89', 'R64', 'ASSUME-19'],
    cause: 'no udev rule acts on the event, and the VF is gone meanwhile',
    given: { nics: ['accelerated'], guest: { hasUdevHibernateRule: false } },
    story: ['hibernate'],
    expected: {
      severity: 'hibernate-aborted',
      shows: {
        rule: 'R89',
        phase: 'trigger',
        symptom: /answered yes, sent its uevent and ran on/,
        assumption: 'ASSUME-1',
      },
      besides: [
        {
          rule: 'R64',
          phase: 'trigger',
          severity: 'resumed',
          slot: 'vf 0',
          symptom: /vf 0 was taken away/,
          assumption: 'ASSUME-19',
        },
      ],
      hostGivesUp: true,
    },
  },
  ...SYSTEMD.flatMap(({ who, request }): readonly OutcomeCase[] => [
    {
      row: 'systemd refuses',
      rules: ['R82'],
      cause: `systemd finds too little free swap when ${who}`,
      given: { guest: { anonymousMib: 1_000, swapMib: 1_020, workingSetMib: 1_010 } },
      story: [request],
      expected: {
        severity: 'hibernate-aborted',
        shows: { rule: 'R82', phase: 'trigger', errno: -28, symptom: /systemd refuses: 1000 MiB/ },
      },
    },
    {
      row: 'systemd refuses',
      rules: ['R83', 'R82'],
      cause: `systemd finds no resume device when ${who}`,
      given: { guest: { userSpaceChecks: ['resume-device'], hasResumeParameter: false } },
      story: [request],
      expected: {
        severity: 'hibernate-aborted',
        shows: { rule: 'R83', phase: 'trigger', errno: -19, symptom: /systemd refuses: no resume device/ },
      },
    },
  ]),
];
