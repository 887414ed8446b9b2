import { describe, expect, it } from 'vitest';
import { experimentOf, issuesOf, SMALL } from './testing/an-experiment.js';

/** `SMALL` with more text at its end. */
const small = (more: string): string => `${SMALL}${more}`;

const WRONG_EVERYWHERE = `
name: ' spaced '
quest: x
summary: short
scenario:
  dayz: 4
  fleet:
    vms: 60000000
    groups: { office: 70, night: 0.5 }
    machines: { size: { Standard_D4s_v5: 50 }, nics: 99, accelerated: true }
  clusters:
    types: { A: { vcpus: 64, memoryGib: 256, generation: intel-ice-lakes } }
    hosts: 0
    list: { x: { hosts: many } }
  schedule:
    firstDay: someday
    groups:
      office:
        firstStart: { from: 6, within: 4h }
        hibernate: { from: 17:00, within: 3 }
        start: { from: 07:00, within: 0s, spike: { percent: 120, from: 24:00, within: 1m } }
  policy: { extends: azure, devices: { nic: fixed, wifi: fresh } }
  guests: { images: { ubuntu-24.04: 1, windows: 2 }, profiles: { mine: { swapMib: none } } }
  placement: { order: random }
  limits: { workers: { perVm: 3 }, startsPerHost: 0, throttling: { from: aws } }
  durations: { boot: 15s, save: { fixed: 1s } }
  faults: { x: { fault: nothing-known, at: hibernate, share: 3 }, y: { fault: image-write-error, at: noon } }
  hostEvents: [{ act: explode, at: tomorrow, hosts: { type: B, share: 200% } }]
  money: { priceRegion: mars, diskUsdPerGibMonth: cheap }
  seriesStep: 1s
`;

describe('issues of an experiment', () => {
  it('are all told at once, each by its path', () => {
    expect(issuesOf(WRONG_EVERYWHERE)).toEqual([
      'quest: there is no such member; known are name, question, summary, parameters, scenario, axes',
      'name: must be a name of 1 to 80 characters',
      'summary: must be one of full, counts',
      'scenario.dayz: there is no such member',
      'scenario.seriesStep: must be none, or a duration of at least 10s',
      'scenario.fleet.vms: must be a whole number from 1 to 50000000',
      'scenario.fleet.groups.night: must be a whole number from 0 to 1000000',
      'scenario.fleet.machines.nics: must be a whole number from 1 to 64',
      'scenario.fleet.machines.accelerated: there is no such member',
      'scenario.clusters.types.A.generation: must be one of intel-cascade-lake, intel-ice-lake, intel-ice-lake-26102, ' +
        'intel-sapphire-rapids, amd-rome, amd-milan, amd-milan-26102',
      'scenario.clusters.hosts: must be a whole number from 1 to 10000000, or {perVms: ..., atLeast: ...}',
      'scenario.clusters.list.x.hosts: must be a whole number from 1 to 10000000, or {perVms: ..., atLeast: ...}',
      'scenario.schedule.firstDay: must be one of monday, tuesday, wednesday, thursday, friday, saturday, sunday',
      'scenario.schedule.groups.office.firstStart.from: must be a time of day such as 08:55',
      'scenario.schedule.groups.office.hibernate.within: must be a duration such as 10m, up to 40d',
      'scenario.schedule.groups.office.start.within: must be a duration above 0, such as 10m',
      'scenario.schedule.groups.office.start.spike.percent: must be a percentage such as 60, without fractions',
      'scenario.schedule.groups.office.start.spike.from: must be a time of day such as 08:55',
      'scenario.guests.profiles.mine.swapMib: expected number, received string',
      'scenario.placement.order: must be one of live, best-fit, oldest-type-first',
      'scenario.limits.workers.perVms: is missing; must be a whole number from 1 to 1000000',
      'scenario.limits.workers.perVm: there is no such member',
      'scenario.limits.startsPerHost: must be a whole number from 1 to 1000',
      'scenario.limits.throttling.from: must be one of azure',
      'scenario.durations.resume: is missing; must have members, written as name: value',
      'scenario.durations.save.perGib: is missing; must be a duration such as 10m, up to 40d',
      'scenario.faults.x.fault: must be a fault such as "image-write-error": there is no fault "nothing-known"',
      'scenario.faults.x.share: must be a share such as 2.5%, up to 100%',
      'scenario.faults.y.at: must be one of hibernate, resume',
      'scenario.hostEvents[0].act: must be one of fail, repair, drain, undrain, retire, join',
      'scenario.hostEvents[0].at: must be a day and a time such as "day 2 03:00"',
      'scenario.hostEvents[0].hosts.share: must be a share such as 2.5%, up to 100%',
      'scenario.money.diskUsdPerGibMonth: must be US dollars, such as 0.15',
      'scenario.policy.devices.wifi: unknown member; known are scsi, nic, vf, dda, shutdown, timesync, heartbeat, kvp, ' +
        'vss, balloon, fcopy, keyboard, mouse, video',
      'scenario.policy.devices.nic.kind: nic devices have no well-known instance GUID to be fixed to',
    ]);
  });

  it('of what members say to one another are told for every section that can be read', () => {
    const text = `
name: x
scenario:
  fleet:
    vms: 100
    tenants: 101
    groups: { office: 1, night: 1 }
    regions: { eastus: 1, westus2: 1 }
    machines:
      - { size: Standard_D2s_v5, nics: 3 }
      - { size: { Standard_D2s_v5: 1, Standard_Nope: 1 }, dataDisks: 5, image: windows }
      - { size: Standard_D2as_v5 }
  clusters:
    types: { A: { vcpus: 64, memoryGib: 256, generation: intel-ice-lake } }
    mix: { B: 1 }
    list: { one: { region: eastus, hosts: 4 }, two: { hosts: 4 } }
  schedule: { groups: { office: { firstStart: { from: 06:00, within: 4h } } } }
  policy: gcp
  guests: { images: { windows: 2 }, profiles: { mine: { extends: yours } } }
  money: { priceRegion: mars }
  hostEvents:
    - { act: retire, at: day 1 03:00, hosts: { type: C } }
    - { act: retire, at: day 1 03:00, hosts: { cluster: three } }
`;
    expect(issuesOf(text)).toEqual([
      'scenario.guests.profiles.mine.extends: there is no guest profile yours before it',
      'scenario.policy: must be one of azure, local-hyperv, none, or a policy',
      'scenario.guests.images.windows: there is no such guest profile',
      'scenario.money.priceRegion: must be a region of the price table: eastus, westus2, westeurope, northeurope, ' +
        'southeastasia',
      'scenario.fleet.groups.night: there is no such group in the schedule: office',
      'scenario.fleet.machines[0].nics: Standard_D2s_v5 takes at most 2',
      'scenario.fleet.machines[1].size: there is no size Standard_Nope',
      'scenario.fleet.machines[1].image: there is no guest profile windows',
      'scenario.fleet.machines[1].dataDisks: Standard_D2s_v5 takes at most 4',
      'scenario.fleet.tenants: must not be more than the 100 VMs',
      'scenario.clusters.mix.B: there is no such type',
      'scenario.clusters.list.one.mix.B: there is no such type',
      'scenario.clusters.list.two.region: is missing; there are several regions',
    ]);
  });

  it('in a patch have the path of the patch, and are told once for all scenarios with it', () => {
    const axes = `
axes:
  schedule:
    plain: {}
    staggered: { groups: { office: { start: { within: soon, stagger: { by: vm, every: 1m } } } } }
  clusters.hosts: { few: 5, none: 0 }
  rest:
    a: {}
    b: { limits: { workers: 1, wrokers: 2 } }
`;
    expect(issuesOf(small(axes))).toEqual([
      'axes.rest.b.limits.wrokers: there is no such member',
      'axes.clusters.hosts.none: must be a whole number from 1 to 10000000, or {perVms: ..., atLeast: ...}',
      'axes.schedule.staggered.groups.office.start.within: must be a duration such as 10m, up to 40d',
      'axes.schedule.staggered.groups.office.start.stagger.over: is missing; must be a duration such as 10m, up to 40d',
    ]);
  });

  it.each([
    ['axes: 3', ['axes: must have axes, written as name: options']],
    ['axes: { a: {} }', ['axes.a: must have options, as a list or written as name: patch']],
    [
      'axes: { a: [1] }',
      ['axes.a[0]: must have members of a scenario: the axis is not called like one of them'],
    ],
    ['axes: { seed: [1, 1] }', ['axes.seed[1]: is an option already']],
    ['axes: { seed: [a] }', ['axes.seed[0]: must be a whole number from 0 to 4294967295']],
    [
      'parameters: { a: { sets: 3, foo: 1 } }',
      [
        'parameters.a.sets: must be a path such as fleet.vms, or a list of paths',
        'parameters.a.foo: there is no such member',
      ],
    ],
  ])('of %s', (more, issues) => {
    expect(issuesOf(small(more))).toEqual(issues);
  });

  it.each([
    ['', [': must have members, written as name: value']],
    ['- a', [': must have members, written as name: value']],
    [
      'a: [',
      [
        ': Flow sequence in block collection must be sufficiently indented and end with a ] (line 1, column 5)',
      ],
    ],
    ['name: a\nname: b', ['name: is given twice (line 2, column 1)']],
    ['name: a\n---\nname: b', [': more than one document (line 2, column 1)']],
    ['name: a', ['scenario: is missing; must have members, written as name: value']],
    ['name: a\nscenario: 3', ['scenario: must have members, written as name: value']],
  ])('of a file that is something else: %j', (text, issues) => {
    expect(issuesOf(text)).toEqual(issues);
  });

  it('of more scenarios than anybody runs', () => {
    const numbers = (count: number) => Array.from({ length: count }, (_, at) => at).join();
    expect(issuesOf(small(`axes: { seed: [${numbers(101)}], days: [${numbers(100)}] }`))).toEqual([
      'axes: must make at most 10000 scenarios, not 10100',
    ]);
  });

  it('of a file that is too large', () => {
    expect(issuesOf(`name: ${'a'.repeat(2 ** 20)}`)).toEqual([
      ': the file has 1048582 bytes, more than the 1048576 allowed (line 1, column 1)',
    ]);
  });

  it('of a size that no host can take', () => {
    const overrides = { 'fleet.machines.size': 'Standard_D2as_v5' };
    expect(issuesOf(SMALL, { overrides })).toEqual([
      'scenario.fleet.machines: no type of host can take Standard_D2as_v5: it needs 2 vCPUs, 8 GiB, 1 VF slots, AMD processors',
    ]);
  });
});

describe('an experiment', () => {
  it('has what its head says', () => {
    const { name, question, summary, axes } = experimentOf(
      small('question: Who comes back?\nsummary: counts\naxes: { seed: [1, 2] }'),
    );
    expect({ name, question, summary, axes }).toEqual({
      name: 'small',
      question: 'Who comes back?',
      summary: 'counts',
      axes: [{ name: 'seed', options: ['1', '2'] }],
    });
  });

  it('keeps its text as it is when nothing is overridden', () => {
    expect(experimentOf(SMALL)).toMatchObject({ text: SMALL, summary: 'full', axes: [] });
  });
});

describe('a question', () => {
  it('may be a block of long lines', () => {
    const lines = ['What becomes of the fleet '.repeat(8).trim(), 'and why?'];
    const question = `question: >-\n${lines.map((line) => `  ${line}\n`).join('')}`;
    expect(experimentOf(small(question)).question).toBe(lines.join(' '));
  });
});
