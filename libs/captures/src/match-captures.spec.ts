import { describe, expect, it } from 'vitest';
import type { Capture } from './capture.js';
import type { CaptureMatch } from './capture-match.js';
import { matchCaptures } from './match-captures.js';
import {
  asGrep,
  asLsvmbus,
  AZURE,
  AZURE_ELSEWHERE,
  AZURE_SCSI_1,
  AZURE_WITHOUT_VFS,
  captured,
  LOCAL,
  LOCAL_ELSEWHERE,
  LOCAL_ELSEWHERE_NIC,
  LOCAL_ELSEWHERE_SCSI,
  LOCAL_NIC,
  LOCAL_SCSI,
  NIC_0,
  NIC_1,
  orphaned,
  VF_0,
  VF_1,
  VF_ELSEWHERE,
} from './testing/capture-texts.js';
import { AZURE_BOOT_LOG, RESUMED_LOG } from './testing/log-texts.js';

type Devices = Parameters<typeof asLsvmbus>[0];
const vv = (devices: Devices): Capture => captured(asLsvmbus(devices));
const sysfs = (devices: Devices): Capture => captured(asGrep(devices));

/** What stands for whom, and how it ended. */
function outcomes({ rows }: CaptureMatch) {
  return rows.map(({ slot, outcome, rule }) => `${slot} ${outcome} ${rule}`);
}

function tally({ conclusion, severity, matched, unmatched, added, wait, undecided }: CaptureMatch) {
  return { conclusion, severity, matched, unmatched, added, wait, undecided: undecided.length };
}

const AT_ONCE = { kind: 'known', waitMs: 0, timedOut: false } as const;
const TEN_SECONDS = { kind: 'known', waitMs: 10_000, timedOut: true } as const;
const OPEN = { kind: 'unknown', atMostMs: 10_000 } as const;

describe('an Azure VM created anew, its VFs taken away before', () => {
  const match = matchCaptures({ before: vv(AZURE_WITHOUT_VFS), after: vv(AZURE_ELSEWHERE) });

  it('MOVE-5 MOVE-6 DEVICES-7 finds every device of the image again, under new relids', () => {
    expect(tally(match)).toEqual({
      conclusion: 'all-matched',
      severity: 'resumed',
      matched: 7,
      unmatched: 0,
      added: 2,
      wait: AT_ONCE,
      undecided: 0,
    });
    expect(match.rows[3]).toEqual({
      slot: 'nic 0',
      outcome: 'matched',
      rule: 'DEVICES-7',
      reason: 'the new VM offers the same instance GUID; relid 4 becomes 5',
      imageInstanceGuid: NIC_0,
      offeredInstanceGuid: NIC_0,
      classGuid: 'f8615163-df3e-46c5-913f-f2d2f965ed0e',
      deviceClass: 'Synthetic network adapter',
      relidBefore: 4,
      relidAfter: 5,
    });
    expect(outcomes(match).slice(-2)).toEqual(['avma1 0 new DEVICES-4', 'vf 0 new DEVICES-4']);
    expect(match.cannotTell).toEqual([]);
  });

  it('MOVE-10 CONSIDER-4 says what becomes of what is new', () => {
    expect(
      match.findings.map(({ rule, severity, slot, consequence }) => ({ rule, severity, slot, consequence })),
    ).toEqual([
      {
        rule: 'CONSIDER-4',
        severity: 'resumed',
        slot: 'avma1 0',
        consequence: 'No driver takes it, so nothing comes of it.',
      },
      {
        rule: 'MOVE-10',
        severity: 'resumed',
        slot: 'vf 0',
        consequence: 'It joins its NIC, and the data path goes through it again.',
      },
    ]);
  });

  it('R49 does not depend on the formats', () => {
    const pairs = [vv, sysfs].flatMap((first) => [vv, sysfs].map((second) => [first, second] as const));
    const all = pairs.map(([first, second]) =>
      matchCaptures({ before: first(AZURE_WITHOUT_VFS), after: second(AZURE_ELSEWHERE) }),
    );
    const sorted = (each: CaptureMatch) => [...each.rows].sort((a, b) => (a.slot < b.slot ? -1 : 1));
    expect(all.map(sorted)).toEqual(Array(4).fill(sorted(match)));
  });
});

describe('an Azure VM whose VFs stayed in the image', () => {
  const match = matchCaptures({ before: vv(AZURE), after: vv(AZURE_ELSEWHERE) });

  it('MOVE-7 MOVE-12 R65 loses them, and waits', () => {
    expect(tally(match)).toEqual({
      conclusion: 'not-all-matched',
      severity: 'resumed-degraded',
      matched: 7,
      unmatched: 2,
      added: 2,
      wait: TEN_SECONDS,
      undecided: 0,
    });
    expect(outcomes(match).slice(-4)).toEqual([
      'vf 0 unmatched DEVICES-5',
      'vf 1 unmatched DEVICES-5',
      'avma1 0 new DEVICES-4',
      'vf 2 new DEVICES-4',
    ]);
    const [stale] = match.findings;
    expect(stale).toMatchObject({
      rule: 'R65',
      slot: 'vf 0',
      summary: `vf 0 (${VF_0}) is in the image, but the new VM offers no such device; the guest waits up to 10 s for it, then goes on.`,
      consequence:
        'The stale VF stays joined to its NIC and keeps a new one out; the network of that NIC is down. ' +
        'If it is an assigned device and no VF, which its class does not tell: ' +
        'The PCI function is dead: a disk on it gives I/O errors, a GPU driver fails.',
    });
    expect(match.findings.map(({ rule }) => rule)).toEqual(['R65', 'R65', 'CONSIDER-4', 'R65', 'R46']);
    expect(match.cannotTell).toEqual([
      'whether the VFs of before were still there when the image was made: a platform that takes them away first (MOVE-9) leaves none in it',
    ]);
  });

  it('R40 R46 does neither wait nor count in era B', () => {
    const inB = matchCaptures({ before: vv(AZURE), after: vv(AZURE_ELSEWHERE), era: 'B' });
    expect(tally(inB)).toEqual({ ...tally(match), wait: AT_ONCE });
    expect(inB.findings.map(({ rule }) => rule)).toEqual(['R65', 'R65', 'CONSIDER-4', 'R65']);
    expect(inB.era).toEqual({ era: 'B', source: 'given', because: 'it was given' });
  });

  it('MOVE-9 is as if they had never been there when they were taken away', () => {
    const removed = matchCaptures({ before: vv(AZURE), after: vv(AZURE_ELSEWHERE), vfsRemoved: true });
    const without = matchCaptures({ before: vv(AZURE_WITHOUT_VFS), after: vv(AZURE_ELSEWHERE) });
    expect(removed).toEqual({ ...without, leftOut: ['vf 0', 'vf 1'] });
  });
});

describe('a VM on a local Hyper-V, created anew', () => {
  const match = matchCaptures({ before: vv(LOCAL), after: vv(LOCAL_ELSEWHERE) });

  it('MOVE-3 MOVE-4 loses its controller and its NIC, and keeps what has one GUID everywhere', () => {
    expect(tally(match)).toEqual({
      conclusion: 'not-all-matched',
      severity: 'hung-or-undefined',
      matched: 2,
      unmatched: 2,
      added: 2,
      wait: TEN_SECONDS,
      undecided: 0,
    });
    expect(match.rows.map(({ slot, outcome, reason }) => `${slot} ${outcome}: ${reason}`)).toEqual([
      'balloon 0 matched: the new VM offers the same instance GUID; keeps relid 1',
      'shutdown 0 matched: the new VM offers the same instance GUID; keeps relid 2',
      `nic 0 unmatched: the new VM gave nic 0 the instance GUID ${LOCAL_ELSEWHERE_NIC}; the guest waits up to 10 s for it, then goes on`,
      `scsi 0 unmatched: the new VM gave scsi 0 the instance GUID ${LOCAL_ELSEWHERE_SCSI}; the guest waits up to 10 s for it, then goes on`,
      'nic 0 new: the image holds no channel with this instance GUID; it is handled as a newly added device',
      'scsi 0 new: the image holds no channel with this instance GUID; it is handled as a newly added device',
    ]);
  });

  it('R56 says what follows for each class', () => {
    expect(
      match.findings.map(({ rule, severity, slot, consequence }) => ({ rule, severity, slot, consequence })),
    ).toEqual([
      {
        rule: 'R56',
        severity: 'resumed-degraded',
        slot: 'nic 0',
        consequence: 'The interface stays, but is dead: no carrier, and every connection over it is lost.',
      },
      {
        rule: 'R56',
        severity: 'hung-or-undefined',
        slot: 'scsi 0',
        consequence: 'The first I/O to the OS disk crashes the task that submits it, and the system with it.',
      },
      {
        rule: 'CONSIDER-4',
        severity: 'resumed',
        slot: 'nic 0',
        consequence:
          'Its driver binds at the end of the resume, and nothing in the guest is configured for it.',
      },
      {
        rule: 'CONSIDER-4',
        severity: 'resumed',
        slot: 'scsi 0',
        consequence:
          'Its driver binds at the end of the resume, and nothing in the guest is configured for it.',
      },
      {
        rule: 'R46',
        severity: 'resumed',
        slot: undefined,
        consequence: 'Every further hibernation fails with -EBUSY until the VM boots afresh.',
      },
    ]);
  });

  it('says that it does not know which of two controllers has the OS disk, and names both outcomes', () => {
    const second = { ...LOCAL[3]!, instanceGuid: '0d9f2b61-6a3c-4f5e-9d07-71c5ae8b1005', relid: 5 };
    const { findings, rows } = matchCaptures({ before: vv([...LOCAL, second]), after: vv(LOCAL_ELSEWHERE) });
    expect(
      rows.filter(({ slot }) => slot.startsWith('scsi')).map(({ slot, outcome }) => `${slot} ${outcome}`),
    ).toEqual(['scsi 0 unmatched', 'scsi 1 unmatched', 'scsi 2 new']);
    expect(findings.find(({ slot }) => slot === 'scsi 1')).toMatchObject({
      severity: 'hung-or-undefined',
      consequence:
        'The first I/O to the OS disk crashes the task that submits it, and the system with it. ' +
        'If the OS disk is not behind it, which the capture does not tell: ' +
        'The first I/O to a disk behind it crashes the task that submits it; its file systems are lost.',
    });
  });

  it("R4 knows the OS disk's place on Azure, in either generation", () => {
    const ide = {
      ...LOCAL[3]!,
      classGuid: '32412632-86cb-44a2-9b5c-50d1417354f5',
      instanceGuid: '00000000-0000-8899-0000-000000000000',
      relid: 9,
    };
    const temporary = { ...ide, instanceGuid: '00000000-0001-8899-0000-000000000000', relid: 10 };
    const severities = (devices: Devices) =>
      matchCaptures({ before: vv(devices), after: vv(LOCAL_ELSEWHERE.slice(0, 1)) }).findings.flatMap(
        ({ slot, severity }) => (/^(?:scsi|ide)/.test(slot ?? '') ? [`${slot} ${severity}`] : []),
      );
    expect(severities(AZURE_WITHOUT_VFS)).toEqual(['scsi 0 hung-or-undefined', 'scsi 1 resumed-degraded']);
    expect(severities([...AZURE_WITHOUT_VFS.slice(5), ide, temporary])).toEqual([
      'scsi 0 resumed-degraded',
      'scsi 1 resumed-degraded',
      'ide 0 hung-or-undefined',
      'ide 1 resumed-degraded',
    ]);
  });
});

describe('what a capture does not settle', () => {
  const log = captured(AZURE_BOOT_LOG);

  it('is undecided where a log does not mention it: neither missing nor new', () => {
    const match = matchCaptures({ before: vv(AZURE), after: { ...log, devices: log.devices.slice(0, 2) } });
    expect(tally(match)).toEqual({
      conclusion: 'undecided',
      severity: undefined,
      matched: 1,
      unmatched: 0,
      added: 1,
      wait: OPEN,
      undecided: 8,
    });
    expect(match.undecided.map(({ side, slot, reason }) => `${side} ${slot}: ${reason}`)[0]).toBe(
      'before balloon 0: not mentioned after, which does not prove that it was missing',
    );
    const backwards = matchCaptures({
      before: { ...log, devices: log.devices.slice(0, 2) },
      after: vv(AZURE),
    });
    expect(tally(backwards)).toEqual({
      conclusion: 'not-all-matched',
      severity: 'resumed-degraded',
      matched: 1,
      unmatched: 1,
      added: 0,
      wait: TEN_SECONDS,
      undecided: 8,
    });
  });

  it('leaves severity and wait open when a log is all there is of the image', () => {
    const match = matchCaptures({ before: log, after: log });
    expect(tally(match)).toEqual({
      conclusion: 'all-matched',
      severity: undefined,
      matched: 7,
      unmatched: 0,
      added: 0,
      wait: OPEN,
      undecided: 0,
    });
    expect(match.cannotTell).toEqual([
      'before: a log names a device only where its driver had something to say, so there may have been others',
      'before: the log names 2 storage controllers, 1 of them by GUID',
      'after: a log names a device only where its driver had something to say, so there may have been others',
      'after: the log names 2 storage controllers, 1 of them by GUID',
      'whether the VFs of before were still there when the image was made: a platform that takes them away first (MOVE-9) leaves none in it',
    ]);
  });

  it('is every device of a class that the other side lists without GUIDs, and no device of other classes', () => {
    const plain = captured(asLsvmbus(LOCAL.slice(0, 3), 0));
    const match = matchCaptures({ before: vv(LOCAL), after: plain });
    expect(match.undecided.map(({ slot }) => slot)).toEqual(['nic 0']);
    expect(outcomes(match)).toEqual([
      'balloon 0 matched DEVICES-2',
      'shutdown 0 matched DEVICES-2',
      'scsi 0 unmatched DEVICES-5',
    ]);
    expect(match.cannotTell).toEqual([
      'after: devices that are listed without an instance GUID, and cannot be matched: 1',
      'after: lsvmbus prints instance GUIDs with -vv only; without it devices of which a VM may have several cannot be told apart',
    ]);
  });

  it('is everything that is not there when a line of the other side is unreadable', () => {
    const after = captured(asLsvmbus(LOCAL).replace(`{${LOCAL_NIC}}`, '{damaged}'));
    const match = matchCaptures({ before: vv(LOCAL), after });
    expect(tally(match)).toEqual({
      conclusion: 'undecided',
      severity: undefined,
      matched: 3,
      unmatched: 0,
      added: 0,
      wait: OPEN,
      undecided: 1,
    });
  });

  it('is whether all matched when a line of before is unreadable, or nothing stands in it', () => {
    const before = captured(asLsvmbus(LOCAL).replace(`{${LOCAL_NIC}}`, '{damaged}'));
    const empty = captured('hv_vmbus: Vmbus version:4.0\n');
    expect(
      [before, empty].map((each) => matchCaptures({ before: each, after: vv(LOCAL) }).conclusion),
    ).toEqual(['undecided', 'undecided']);
  });
});

describe('what a resumed guest shows itself', () => {
  it('R55 R5 counts an orphan of the listing afterwards as missing, whatever else it shows', () => {
    const after = [...AZURE_WITHOUT_VFS, ...AZURE.slice(7).map(orphaned), AZURE_ELSEWHERE[8]!];
    const match = matchCaptures({ before: vv(AZURE), after: vv(after) });
    expect(match.rows.filter(({ outcome }) => outcome !== 'matched')).toMatchObject([
      {
        slot: 'vf 0',
        outcome: 'unmatched',
        rule: 'R55',
        imageInstanceGuid: VF_0,
        reason: 'the resumed guest itself shows it as an orphan, which nothing will remove',
      },
      { slot: 'vf 1', outcome: 'unmatched', rule: 'R55', imageInstanceGuid: VF_1 },
      { slot: 'vf 2', outcome: 'new', offeredInstanceGuid: VF_ELSEWHERE },
    ]);
  });

  it('MOVE-9 R55 believes the orphan rather than that VFs were taken away', () => {
    const after = [...AZURE_WITHOUT_VFS, orphaned(AZURE[7]!)];
    const match = matchCaptures({ before: vv(AZURE), after: vv(after), vfsRemoved: true });
    expect([match.leftOut, outcomes(match).slice(-1)]).toEqual([['vf 1'], ['vf 0 unmatched R55']]);
  });

  it('R40 R55 tells a story from one log: its own orphan was in the image, though before need not say so', () => {
    const [before, after] = (['before', 'after'] as const).map((side) => captured(RESUMED_LOG, { side }));
    const match = matchCaptures({
      before: { ...before!, devices: before!.devices.slice(0, 2) },
      after: after!,
    });
    expect([outcomes(match), match.era.era, tally(match).conclusion]).toEqual([
      ['nic 0 matched DEVICES-2', 'vf 0 unmatched R55'],
      'A',
      'not-all-matched',
    ]);
    // Not mentioned before, so not known to be new.
    expect(match.undecided.map(({ side, instanceGuid }) => [side, instanceGuid])).toContainEqual([
      'after',
      VF_ELSEWHERE,
    ]);
  });

  it('takes an orphan of before for a device of the image like any other', () => {
    const match = matchCaptures({
      before: vv([...LOCAL.slice(0, 3), orphaned(LOCAL[3]!)]),
      after: vv(LOCAL),
    });
    expect(match.rows.find(({ slot }) => slot === 'scsi 0')).toEqual({
      slot: 'scsi 0',
      outcome: 'matched',
      rule: 'DEVICES-2',
      reason: 'the new VM offers the same instance GUID',
      imageInstanceGuid: LOCAL_SCSI,
      offeredInstanceGuid: LOCAL_SCSI,
      classGuid: 'ba6163d9-04a1-4d29-b605-72e2ffb1dc7f',
      deviceClass: 'Synthetic SCSI controller',
      relidAfter: 4,
    });
  });
});

describe('odd devices', () => {
  it('R51 the same instance under another class is matched, and undefined', () => {
    const other = { ...LOCAL[3]!, classGuid: LOCAL[2]!.classGuid };
    const match = matchCaptures({ before: vv(LOCAL), after: vv([...LOCAL.slice(0, 3), other]) });
    expect([match.conclusion, match.severity, outcomes(match).at(-1)]).toEqual([
      'all-matched',
      'hung-or-undefined',
      'scsi 0 matched R51',
    ]);
    expect(match.findings.map(({ rule, slot }) => [rule, slot])).toEqual([['R51', 'scsi 0']]);
  });

  it('R49 a class that one side does not tell is no other class', () => {
    const withoutClass = captured(asGrep(LOCAL, ['device_id', 'id']));
    const match = matchCaptures({ before: withoutClass, after: vv(LOCAL) });
    expect([match.conclusion, outcomes(match)]).toEqual([
      'all-matched',
      [
        'balloon 0 matched DEVICES-2',
        'shutdown 0 matched DEVICES-2',
        'unknown 0 matched DEVICES-2',
        'unknown 1 matched DEVICES-2',
      ],
    ]);
    const neither = matchCaptures({ before: withoutClass, after: withoutClass });
    expect(neither.rows.map(({ deviceClass, classGuid }) => [deviceClass, classGuid === undefined])).toEqual([
      ['Dynamic memory (balloon)', false],
      ['Shutdown service', false],
      ['device of a class that is not known', true],
      ['device of a class that is not known', true],
    ]);
  });

  it('R2 R56 a missing device without a driver costs the wait and nothing else', () => {
    const strange = {
      ...LOCAL[3]!,
      classGuid: '7d3b1f52-9c11-4a7e-8a55-2f1c0d6e1006',
      instanceGuid: '6b1d0e77-3f42-4a0d-b1c9-90aa51f21007',
      relid: 8,
    };
    const match = matchCaptures({ before: vv([...LOCAL, strange]), after: vv(LOCAL) });
    expect(tally(match)).toMatchObject({
      conclusion: 'not-all-matched',
      severity: 'resumed',
      wait: TEN_SECONDS,
    });
    expect(match.findings.map(({ slot, consequence }) => [slot, consequence])).toEqual([
      ['unknown 0', 'No driver used the device, so nothing fails.'],
      [undefined, 'Every further hibernation fails with -EBUSY until the VM boots afresh.'],
    ]);
  });

  it('R16 R53 leaves Hyper-V sockets out, and says so', () => {
    const socket = {
      ...LOCAL[3]!,
      classGuid: '00000400-facb-11e6-bd58-64006a7986d3',
      instanceGuid: 'ab1d0e77-3f42-4a0d-b1c9-90aa51f21008',
      relid: 9,
    };
    const match = matchCaptures({ before: vv([...LOCAL, socket]), after: vv(LOCAL) });
    expect([match.conclusion, match.rows.length, match.cannotTell]).toEqual([
      'all-matched',
      4,
      ['Hyper-V sockets are closed at hibernation and are left out (1 before, 0 after)'],
    ]);
  });

  it('gives slots by what a device is, and Azure its own order of controllers', () => {
    const slots = matchCaptures({
      before: vv([AZURE[6]!, AZURE[5]!, { ...AZURE[4]!, relid: 30 }, AZURE[3]!]),
      after: vv(AZURE),
    }).rows.filter(({ outcome }) => outcome === 'matched');
    expect(slots.map(({ slot, imageInstanceGuid }) => [slot, imageInstanceGuid])).toEqual([
      ['scsi 1', AZURE_SCSI_1],
      ['scsi 0', AZURE[5]!.instanceGuid],
      ['nic 1', NIC_1],
      ['nic 0', NIC_0],
    ]);
  });
});
