/** One part of the demo: what it shows, and the commands that show it. */
export interface Scene {
  readonly title: string;
  readonly text: readonly string[];
  /** Command lines of `torpor`, without the word itself. */
  readonly commands: readonly (readonly string[])[];
}

export const GROUP = 'night-shift';

/** The two VMs, and how the guest must have fared at the end: what the exit status of the demo depends on. */
export const EXPECTED_SEVERITY = { 'web-1': 'resumed', 'lab-1': 'hung-or-undefined' } as const;

const vm = (command: string, name: string, ...rest: readonly string[]) => [
  'vm',
  command,
  '-g',
  GROUP,
  '-n',
  name,
  ...rest,
];

/** The list that follows shows them all. */
const QUIETLY = ['--output', 'none'];

const host = (name: string, generation: string) => [
  'host',
  'register',
  '-n',
  name,
  '--generation',
  generation,
  '--vcpus',
  '64',
  '--memory-gib',
  '256',
  '--vf-slots',
  '16',
  ...QUIETLY,
];

/** 8 vCPUs and 32 GiB, two accelerated NICs, two data disks; the OS disk has room for the memory image. */
const create = (name: string, ...rest: readonly string[]) =>
  vm(
    'create',
    name,
    ...['--size', 'Standard_D8s_v5', '--enable-hibernation', 'true'],
    ...['--nics', '2', '--accelerated-networking', 'true'],
    ...['--os-disk-size-gb', '64', '--data-disk-sizes-gb', '128', '512'],
    ...rest,
  );

export const SCENES: readonly Scene[] = [
  {
    title: 'Four hosts of two hardware generations',
    text: [
      'Cascade Lake is the older one: what was booted on Ice Lake must not come back there (CONSIDER-6).',
    ],
    commands: [
      ['group', 'create', '-n', GROUP, '-l', 'eastus', ...QUIETLY],
      host('rack-a1', 'intel-cascade-lake'),
      host('rack-a2', 'intel-cascade-lake'),
      host('rack-b1', 'intel-ice-lake'),
      host('rack-b2', 'intel-ice-lake'),
      ['host', 'list'],
    ],
  },
  {
    title: 'A VM under policy azure: two accelerated NICs, three disks',
    text: ['Each NIC gets a VF once its driver is ready for one (VPCI-6).'],
    commands: [create('web-1', '--policy', 'azure')],
  },
  {
    title: 'It hibernates',
    text: [
      'The VFs go first (MOVE-9); then the guest is asked through the Shutdown service (MOVE-11), runs its nine steps',
      'and enters S4. From there on there is no way back: the Hyper-V VM is deleted and its host set free.',
    ],
    commands: [vm('hibernate', 'web-1'), vm('show', 'web-1'), ['host', 'list']],
  },
  {
    title: 'It resumes on a different host',
    text: [
      'A new Hyper-V VM with the same SCSI and NIC GUIDs (MOVE-5, MOVE-6); relids may differ (DEVICES-7). The fresh',
      'kernel finds the image and gives way to it; every channel of the image meets its offer, and new VFs arrive.',
    ],
    commands: [vm('start', 'web-1'), vm('show', 'web-1')],
  },
  {
    title: 'The same under policy local-hyperv',
    text: [
      'Outside Azure a new VM gets new SCSI and NIC GUIDs, and nobody takes the VFs away (MOVE-3, MOVE-5, MOVE-6, MOVE-7):',
      'the image waits for devices that never come (DEVICES-5), and its root disk is gone (DEVICES-6).',
    ],
    commands: [create('lab-1', '--policy', 'local-hyperv'), vm('hibernate', 'lab-1'), vm('start', 'lab-1')],
  },
];
