import type { Act, AcceptanceCase, Machine } from './acceptance-case.js';
import { extensionSetUp, NOTHING_SET_UP } from './hibernation-extension.js';

/*
 * The cases by which an image is accepted, in the order in which reports show them.
 *
 * The usual ones are what the owners of the real path ask of an image: it comes back with one NIC and with many, with
 * and without VFs, under load, time after time, with the clock set right, and after no more set-up than the
 * hibernation extension does. The others need something that nobody can order there: a host by its name, a fault,
 * a disk that somebody wrote to. Some of these a good image survives. The rest no image survives; there it has to
 * fail as the rules say, not worse, and not unnoticed.
 */

/** Most memory that can be in use when the image is made, MiB: half of what there is, less what is kept free (R81). */
const largestWorkingSetMib = ({ memoryMib }: Machine): number => Math.floor((memoryMib - 5) / 2);

const HIBERNATE: Act = { kind: 'hibernate' };
const RESUME: Act = { kind: 'resume' };
const BOOT: Act = { kind: 'boot' };
const CYCLE = [HIBERNATE, RESUME] as const;

/** Hibernates, then stages faults that strike at the resume. */
const cycleWith = (faults: Extract<Act, { kind: 'stage' }>['faults']): readonly Act[] => [
  HIBERNATE,
  { kind: 'stage', faults },
  RESUME,
];

const COMES_BACK = { kind: 'comes back', also: [] } as const;

const USUAL = { group: 'usual', needs: [], prepare: {}, acts: CYCLE, expects: COMES_BACK } as const;

const USUAL_CASES: readonly AcceptanceCase[] = [
  {
    ...USUAL,
    id: 'synthetic-network',
    title: 'synthetic NICs alone',
    rules: ['MOVE-6', 'R62'],
    prepare: { accelerated: false },
  },
  {
    ...USUAL,
    id: 'sr-iov',
    title: 'accelerated networking: VFs leave and new ones come',
    rules: ['MOVE-9', 'MOVE-10', 'R64'],
    needs: ['accelerated-networking'],
    prepare: { accelerated: true },
    expects: { kind: 'comes back', also: ['vfs'] },
  },
  { ...USUAL, id: 'one-nic', title: 'one NIC', rules: ['MOVE-6'], prepare: { nics: 1 } },
  {
    ...USUAL,
    id: 'two-nics',
    title: 'two NICs',
    rules: ['MOVE-6'],
    needs: ['two-nics'],
    prepare: { nics: 2 },
  },
  {
    ...USUAL,
    id: 'most-nics',
    title: 'as many NICs as the size takes',
    rules: ['MOVE-6', 'R76'],
    prepare: { nics: 'max' },
  },
  {
    ...USUAL,
    id: 'most-data-disks',
    title: 'as many data disks as the size takes',
    rules: ['MOVE-5', 'CONSIDER-5', 'R76'],
    prepare: { dataDisks: 'max' },
  },
  {
    ...USUAL,
    id: 'time-sync',
    title: 'the clock shows the time of the host again',
    rules: ['R70', 'R74'],
    expects: { kind: 'comes back', also: ['clock'] },
  },
  {
    ...USUAL,
    id: 'network-load',
    title: 'Hyper-V sockets are open when it hibernates',
    rules: ['DEVICES-12', 'R73'],
    prepare: { guest: () => ({ openHvSockets: 64 }) },
  },
  {
    ...USUAL,
    id: 'storage-load',
    title: 'two data disks, two fifths of the memory in the page cache',
    rules: ['R60', 'R81'],
    needs: ['two-data-disks'],
    prepare: { dataDisks: 2, guest: ({ memoryMib }) => ({ workingSetMib: Math.floor(memoryMib * 0.4) }) },
  },
  {
    ...USUAL,
    id: 'memory-load',
    title: 'memory is as full as an image can hold, and active',
    rules: ['R81', 'R82'],
    prepare: {
      guest: (machine) => ({
        workingSetMib: largestWorkingSetMib(machine),
        anonymousMib: largestWorkingSetMib(machine),
      }),
    },
  },
  {
    ...USUAL,
    id: 'extension-set-up',
    title: 'nothing is set up; it is refused; the set-up of the extension helps',
    rules: ['INITIATE-3', 'R82', 'R83', 'R89'],
    prepare: { guest: () => NOTHING_SET_UP },
    acts: [{ kind: 'hibernate-in-vain' }, { kind: 'set-up', guest: extensionSetUp }, ...CYCLE],
  },
  {
    ...USUAL,
    id: 'ten-cycles',
    title: 'ten times in a row',
    rules: ['R46', 'RESUME-6'],
    acts: Array.from({ length: 10 }, () => CYCLE).flat(),
  },
  {
    ...USUAL,
    id: 'restart-between',
    title: 'stopped and started in the ordinary way between two cycles',
    rules: ['R84', 'RESUME-2'],
    acts: [...CYCLE, { kind: 'stop' }, BOOT, ...CYCLE],
  },
];

const STAGED = { group: 'only an emulator can stage', needs: [], prepare: {} } as const;

/** What a good image survives. */
const STAGED_ROBUST_CASES: readonly AcceptanceCase[] = [
  {
    ...STAGED,
    id: 'chosen-host',
    title: 'a chosen host, another one of the same kind',
    rules: ['MOVE-2', 'DEVICES-7'],
    move: 'same-kind',
    acts: CYCLE,
    expects: { kind: 'comes back', also: ['host'] },
  },
  {
    ...STAGED,
    id: 'newer-host',
    title: 'a host with a newer processor',
    rules: ['CONSIDER-6', 'ASSUME-5'],
    move: 'newer-processor',
    acts: CYCLE,
    expects: { kind: 'comes back', also: ['host'] },
  },
];

/** What no image survives unharmed. */
const STAGED_LIMIT_CASES: readonly AcceptanceCase[] = [
  {
    ...STAGED,
    id: 'nic-guid-changed',
    title: 'one NIC has another instance GUID',
    rules: ['MOVE-6', 'R56'],
    acts: cycleWith(() => [{ kind: 'device-guid-changed', slot: 'nic 0' }]),
    expects: limit('resumed-degraded', 'R2r', 'R56', 'nic 0'),
  },
  {
    ...STAGED,
    id: 'data-scsi-guid-changed',
    title: 'the controller of the data disks has another instance GUID',
    rules: ['MOVE-5', 'R56'],
    acts: cycleWith(() => [{ kind: 'device-guid-changed', slot: 'scsi 1' }]),
    expects: limit('resumed-degraded', 'R2r', 'R56', 'scsi 1'),
  },
  {
    ...STAGED,
    id: 'os-scsi-guid-changed',
    title: 'the controller of the OS disk has another instance GUID',
    rules: ['MOVE-5', 'R56'],
    acts: cycleWith(() => [{ kind: 'device-guid-changed', slot: 'scsi 0' }]),
    expects: limit('hung-or-undefined', 'R2r', 'R56', 'scsi 0'),
  },
  {
    ...STAGED,
    id: 'vf-left-in',
    title: 'it hibernates by itself, so the image holds its VF, and wakes up in a new VM',
    rules: ['MOVE-12', 'R65', 'R91'],
    needs: ['accelerated-networking'],
    prepare: { accelerated: true },
    acts: [{ kind: 'self-hibernate' }, { kind: 'deallocate' }, RESUME],
    expects: limit('resumed-degraded', 'R2r', 'R65', 'vf 0'),
  },
  {
    ...STAGED,
    id: 'memory-changed',
    title: 'the new VM has more memory',
    rules: ['ENABLE-2', 'R76'],
    acts: cycleWith(({ memoryMib }) => [{ kind: 'memory-mib', value: memoryMib + 1_024 }]),
    expects: limit('resume-rejected-cold-boot', 'C7', 'R76'),
  },
  {
    ...STAGED,
    id: 'other-processor',
    title: 'a host with an older processor, or one of another vendor',
    rules: ['CONSIDER-7', 'R80'],
    move: 'other-processor',
    acts: cycleWith(() => [{ kind: 'any-host' }]),
    expects: limit('hung-or-undefined', 'after', 'CONSIDER-7'),
  },
  {
    ...STAGED,
    id: 'older-hypervisor',
    title: 'a host with an older Hyper-V',
    rules: ['CONSIDER-7', 'R14'],
    move: 'older-hypervisor',
    acts: cycleWith(() => [{ kind: 'any-host' }]),
    expects: limit('hung-or-undefined', 'after', 'CONSIDER-7'),
  },
  {
    ...STAGED,
    id: 'stale-image',
    title: 'it boots once without its image, then finds it',
    rules: ['R78', 'R83'],
    acts: [
      HIBERNATE,
      { kind: 'set-up', guest: () => ({ hasResumeParameter: false }) },
      BOOT,
      { kind: 'set-up', guest: () => ({ hasResumeParameter: true }) },
      { kind: 'deallocate' },
      RESUME,
    ],
    expects: limit('hung-or-undefined', 'after', 'R78'),
  },
  {
    ...STAGED,
    id: 'device-missing',
    title: 'the new VM lacks the time service',
    rules: ['R56', 'R70'],
    acts: cycleWith(() => [{ kind: 'device-missing', slot: 'timesync 0' }]),
    expects: limit('resumed-degraded', 'R2r', 'R56', 'timesync 0'),
  },
  {
    ...STAGED,
    id: 'image-corrupt',
    title: 'the checksum of the image is wrong',
    rules: ['R75'],
    acts: cycleWith(() => [{ kind: 'image-corrupt' }]),
    expects: limit('resume-rejected-cold-boot', 'C11', 'R75'),
  },
  {
    ...STAGED,
    id: 'fewer-vcpus',
    title: 'the new VM has one vCPU less',
    rules: ['R80'],
    needs: ['two-vcpus'],
    acts: cycleWith(({ vcpus }) => [{ kind: 'vcpus', value: vcpus - 1 }]),
    expects: limit('resumed-degraded', 'R1r', 'R80'),
  },
];

export const ACCEPTANCE_CASES: readonly AcceptanceCase[] = [
  ...USUAL_CASES,
  ...STAGED_ROBUST_CASES,
  ...STAGED_LIMIT_CASES,
];

type Limit = Extract<AcceptanceCase['expects'], { kind: 'must not come back silently' }>;

function limit(
  severity: Limit['severity'],
  phase: Limit['phase'],
  rule: Limit['rule'],
  slot?: string,
): Limit {
  const told = { kind: 'must not come back silently', severity, phase, rule } as const;
  return slot === undefined ? told : { ...told, slot };
}
