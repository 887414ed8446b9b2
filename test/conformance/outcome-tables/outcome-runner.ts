import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultNamed, type Fault, type Finding } from '#libs/linux-guest';
import type { Verdict, VerdictCause } from '#libs/vm-operations';
import type { EmulationProperties } from '../../../src/emulation/emulation-document.js';
import type { EmulationUpdate } from '../../../src/emulation/emulation-update.js';
import { OutcomeWorld, type OperationEnd, type VmAction } from '../../world/outcome-world.js';
import {
  KERNELS,
  onEachKernel,
  type Chapter,
  type Expected,
  type KernelCase,
  type LogLine,
  type OutcomeCase,
  type Shown,
  type Step,
  type Surroundings,
} from './outcome-case.js';

/** How long the host waits for a guest that has said it will hibernate. Unit: ms. Source: ASSUME-1, ASSUME-9. */
const HOST_PATIENCE_MS = 300_000;

/** Where VMs are placed that say nothing else: two hosts alike, with Intel processors. */
const USUAL_CLUSTER = 'usual';

/** Tells every case of a theme as a test of its own, all in one world. */
export function tellOutcomes(themes: Readonly<Record<string, readonly OutcomeCase[]>>): void {
  let world: OutcomeWorld;
  let count = 0;
  beforeAll(async () => {
    world = await furnishedWorld();
  });
  afterAll(() => world.close());

  describe.each(Object.entries(themes))('%s', (_theme, cases) => {
    it.each(titled(cases))('%s', async (_title, kernelCase) => {
      count += 1;
      const told = await new Telling(world, `vm-${count}`, kernelCase).tell();
      const { expected, afterwards = [] } = kernelCase;
      expect(told).toEqual(
        [expected, ...afterwards.map((chapter) => chapter.expected)].map(({ severity }) => severity),
      );
    });
  });
}

function titled(cases: readonly OutcomeCase[]): [string, KernelCase][] {
  return cases.flatMap(onEachKernel).map((kernelCase) => [kernelCase.title, kernelCase]);
}

/** Hosts of all kinds, a guest profile for each kernel, and policies that Azure does not have. */
async function furnishedWorld(): Promise<OutcomeWorld> {
  const world = await OutcomeWorld.open();
  await world.addHost('left', 'intel-ice-lake-26102', USUAL_CLUSTER);
  await world.addHost('right', 'intel-ice-lake-26102', USUAL_CLUSTER);
  await world.addHost('left-amd', 'amd-milan-26102', 'amd');
  await world.addHost('right-amd', 'amd-milan-26102', 'amd');
  await world.addHost('newer-processor', 'intel-sapphire-rapids', 'odd');
  await world.addHost('older-hypervisor', 'intel-ice-lake', 'odd');
  const { isBuiltIn: _1, ...ordinary } = await world.guestProfile('ubuntu-24.04');
  for (const [name, kernelVersion] of Object.entries(KERNELS)) {
    await world.addGuestProfile(profileOf(name), { ...ordinary, kernelVersion });
  }
  const { version: _2, isBuiltIn: _3, isActive: _4, ...azure } = await world.policy('azure');
  const leavesVfs = { ...azure, removeVfsBeforeHibernation: false };
  await world.addPolicy('leaves-vfs', leavesVfs);
  const keep = { kind: 'keep' };
  await world.addPolicy('keeps-vpci', {
    ...leavesVfs,
    devices: { ...azure.devices, vf: keep, dda: keep },
    dda: { hibernation: 'allow', exceptSizes: [] },
  });
  return world;
}

/** One VM from its creation to the end of its story. */
class Telling {
  #surroundings: Surroundings;
  /** Of the system in the last image. */
  #imageBootId: string | undefined;

  constructor(
    private readonly world: OutcomeWorld,
    private readonly vm: string,
    private readonly kernelCase: KernelCase,
  ) {
    this.#surroundings = { kernel: kernelCase.kernel, ...kernelCase.given };
  }

  /** Answers how each chapter ended; throws where it is not as expected in any other respect. */
  async tell(): Promise<readonly Verdict['severity'][]> {
    const { given = {}, story, expected, afterwards = [] } = this.kernelCase;
    const { nics = [], ...rest } = given;
    const created = await this.world.createVm(this.vm, {
      ...rest,
      nics: nics.map((nic) => nic === 'accelerated'),
      emulation: emulationOf(this.#surroundings),
    });
    expect(created).toMatchObject({ status: 'Succeeded' });
    const told: Verdict['severity'][] = [];
    for (const chapter of [{ story, expected }, ...afterwards]) told.push(await this.#read(chapter));
    return told;
  }

  async #read({ story, expected }: Chapter): Promise<Verdict['severity']> {
    const [last] = story.slice(-1);
    if (last === undefined || typeof last === 'object') throw new Error('a story ends with an action');
    for (const step of story.slice(0, -1)) await this.#prepare(step);
    const before = await this.world.emulation(this.vm);
    const end = await this.world.act(this.vm, last);
    const severity = await this.#check(last, expected, { before, end });
    this.#keepBootId(last, before);
    return severity;
  }

  /** A step on the way: the emulation changes, or an action succeeds. */
  async #prepare(step: Step): Promise<void> {
    if (typeof step === 'object') {
      this.#surroundings = { ...this.#surroundings, ...step.set };
      await this.world.setEmulation(this.vm, emulationOf(this.#surroundings));
      return;
    }
    const before = await this.world.emulation(this.vm);
    const end = await this.world.act(this.vm, step);
    expect([step, end]).toEqual([step, expect.objectContaining({ status: 'Succeeded' })]);
    this.#keepBootId(step, before);
  }

  #keepBootId(action: VmAction, { bootId }: EmulationProperties): void {
    if (action === 'hibernate' || action === 'self-hibernate') this.#imageBootId = bootId;
  }

  async #check(
    action: VmAction,
    expected: Expected,
    { before, end }: { readonly before: EmulationProperties; readonly end: OperationEnd },
  ): Promise<Verdict['severity']> {
    const after = await this.world.emulation(this.vm);
    const verdict = action === 'start' ? after.verdict : after.lastHibernation;
    if (verdict === undefined) throw new Error(`no verdict of ${action}: ${JSON.stringify(end)}`);
    checkVerdict(verdict, expected);
    expect(after).toMatchObject(expected.emulation ?? {});
    const bootId = action === 'start' ? this.#imageBootId : before.bootId;
    expect({
      operation: end.status,
      status: (await this.world.statuses(this.vm)).at(-1),
      hasImage: after.hibernation !== undefined,
      isSameSystem: after.bootId === undefined ? undefined : after.bootId === bootId,
    }).toEqual(platformView(action, expected));
    if (expected.hostGivesUp === true) {
      expect(await this.world.longestStepMs(end.name)).toBeGreaterThanOrEqual(HOST_PATIENCE_MS);
    }
    return verdict.severity;
  }
}

function checkVerdict(verdict: Verdict, expected: Expected): void {
  const { severity, shows, besides = [], log = [], unlogged = [], report = {}, rows = [] } = expected;
  const wanted = shows === 'nothing' ? [] : [shows, ...besides];
  const shown = shownBy(verdict);
  // All that is shown and nothing else, in whatever order.
  expect({ severity: verdict.severity, shown, count: shown.length }).toEqual({
    severity,
    shown: expect.arrayContaining(wanted.map((one) => asShown(one, severity))),
    count: wanted.length,
  });
  const lines = logLines(verdict);
  for (const line of log) expect(lines).toContainEqual(expect.stringMatching(linePattern(line)));
  for (const line of unlogged) expect(lines).not.toContainEqual(expect.stringMatching(line));
  if (expected.isSilent === true) expect(verdict.log.filter(({ level }) => level !== 'info')).toEqual([]);
  expect(verdict.report ?? {}).toMatchObject(report);
  for (const row of rows) expect(verdict.report?.rows).toContainEqual(expect.objectContaining(row));
}

/** What the platform makes of it, and what is left for the guest. */
function platformView(action: VmAction, { severity, imageStays }: Expected) {
  const isStart = action === 'start';
  switch (severity) {
    case 'hibernated':
    case 'stopped-not-hibernated':
      return {
        operation: 'Succeeded',
        // A power-off that was asked for as a hibernation counts as one (ASSUME-16).
        status: action === 'hibernate' ? 'HibernationState/Hibernated' : 'PowerState/stopped',
        hasImage: true,
        isSameSystem: undefined,
      };
    case 'hibernate-aborted':
      return { operation: 'Failed', status: 'PowerState/running', hasImage: false, isSameSystem: true };
    case 'resumed':
    case 'resumed-degraded':
    case 'hung-or-undefined':
      return {
        operation: isStart ? 'Succeeded' : 'Failed',
        status: 'PowerState/running',
        hasImage: false,
        isSameSystem: true,
      };
    case 'resume-rejected-cold-boot':
    case 'cold-boot':
      return {
        operation: 'Succeeded',
        status: 'PowerState/running',
        hasImage: imageStays === true,
        isSameSystem: false,
      };
  }
}

/** Cause and findings in one form. */
function shownBy({ severity, cause, findings }: Verdict): readonly object[] {
  return [...(cause === undefined ? [] : [causeText(cause, severity)]), ...findings.map(findingText)];
}

function causeText({ rule, phase, errno, symptom, assumption }: VerdictCause, severity: string) {
  return { rule, phase, severity, errno, text: symptom, assumption };
}

function findingText({ rule, phase, severity, slot, assumption, ...told }: Finding) {
  const text = [told.summary, told.consequence, ...(told.later ?? []).map(({ what }) => what)].join(' ');
  return { rule, phase, severity, slot, text, assumption };
}

function asShown({ symptom, ...shown }: Shown, severity: Verdict['severity']) {
  return { severity, ...shown, text: expect.stringMatching(symptom) };
}

/** Each with its time since the hibernation began, or since the image woke up in its new machine. */
function logLines({ log, circumstances }: Verdict): readonly string[] {
  const wokeUp = log.findLast(({ text }) => text.startsWith('Enabling non-boot CPUs'));
  const startMs = circumstances.act === 'start' ? (wokeUp?.atMs ?? 0) : 0;
  return log.map(({ atMs, text }) => `${atMs - startMs} ${text}`);
}

function linePattern(wanted: LogLine): RegExp {
  return wanted instanceof RegExp ? wanted : new RegExp(`^${wanted.afterMs} .*${wanted.line.source}`);
}

function emulationOf({ faults = [], guest = {}, kernel, policy, placement }: Surroundings): EmulationUpdate {
  return {
    policy: policy ?? null,
    ...(kernel === undefined ? {} : { guestProfile: profileOf(kernel) }),
    guestOverrides: guest,
    placement: { strategy: 'spread', ...(placement ?? { cluster: USUAL_CLUSTER }) },
    faults: faults.map(faultOf),
  };
}

function profileOf(kernel: string): string {
  return `linux-${kernel}`;
}

function faultOf(name: string): Fault {
  const fault = faultNamed(name);
  if ('problem' in fault) throw new Error(fault.problem);
  return fault;
}
