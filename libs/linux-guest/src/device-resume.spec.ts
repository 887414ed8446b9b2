import { describe, expect, it } from 'vitest';
import { restoreGuest } from './restore-guest.js';
import {
  aMachine,
  channelIn,
  ERA_A_KERNEL,
  ERA_B_KERNEL,
  imageOfKernel,
  slotsWhere,
  withNewGuid,
} from './testing/guest-fixtures.js';

const NO_VF = { vfPresent: false };
const UNANSWERED = [{ kind: 'unknown-relid-unanswered' }] as const;

describe('a driver opens a channel that nobody offered', () => {
  it.each([ERA_A_KERNEL, ERA_B_KERNEL])(
    'R54 R55 ASSUME-2 an orphan keeps its structure, cannot open and stays dead (%s)',
    (kernelVersion) => {
      const image = imageOfKernel(kernelVersion);
      const outcome = restoreGuest(image, aMachine({ devices: withNewGuid('nic 0') }), NO_VF);
      expect(channelIn(outcome.guest, 'nic 0')).toEqual({
        ...channelIn(image.guest, 'nic 0'),
        relid: null,
        resumeError: -122,
      });
      const nic = channelIn(image.guest, 'nic 0').offer.instanceGuid;
      expect(outcome.steps[2]!.log.filter(({ level }) => level === 'error').map(({ text }) => text)).toEqual([
        'hv_vmbus: Failed to establish GPADL for a channel without a relid',
        `hv_netvsc ${nic}: PM: failed to restore noirq: error -122`,
      ]);
    },
  );

  it('R54 a host that says nothing about unknown relids makes the resume wait for ever', () => {
    const machine = aMachine({ devices: withNewGuid('nic 0'), faults: UNANSWERED });
    const outcome = restoreGuest(imageOfKernel(ERA_B_KERNEL), machine, NO_VF);
    expect(outcome.severity).toBe('hung-or-undefined');
    expect(outcome.findings.at(-1)).toEqual({
      rule: 'R54',
      phase: 'R2r',
      severity: 'hung-or-undefined',
      slot: 'nic 0',
      summary: 'nic 0 waits without limit for an answer about a relid nobody knows.',
      consequence: 'The resume never ends, and nothing is logged: hung tasks are not watched while it lasts.',
    });
    expect(outcome.steps.slice(2).map(({ name, outcome: end }) => [name, end])).toEqual([
      ['reopen-channels', 'hung'],
      ['run-from-image', 'skipped'],
    ]);
    // R18: in order of registration; what comes after the NIC is never reached.
    const opened = slotsWhere(outcome.guest, ({ isOpen }) => isOpen);
    expect(opened).not.toContain('nic 0');
    expect(slotsWhere(outcome.guest, ({ id }) => id < channelIn(outcome.guest, 'nic 0').id)).toEqual(opened);
  });

  it('R54 the same host harms nobody as long as every channel is offered', () => {
    const outcome = restoreGuest(imageOfKernel(ERA_B_KERNEL), aMachine({ faults: UNANSWERED }), NO_VF);
    expect({ severity: outcome.severity, findings: outcome.findings }).toEqual({
      severity: 'resumed',
      findings: [],
    });
  });
});
