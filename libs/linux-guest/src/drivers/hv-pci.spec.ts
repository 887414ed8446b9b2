import { describe, expect, it } from 'vitest';
import {
  aDda,
  aDriverContext,
  aGuest,
  aMachine,
  azureDevices,
  channelIn,
} from '../testing/guest-fixtures.js';
import { HV_PCI } from './hv-pci.js';

const DDA = channelIn(aGuest({ machine: aMachine({ devices: azureDevices(aDda(0)) }) }), 'dda 0');

describe('hv_pci suspends', () => {
  it('R66 a bus that is installed', () => {
    expect(HV_PCI.suspend(DDA, aDriverContext())).toEqual({ kind: 'done' });
  });

  it.each([
    {
      case: 'whose last resume failed',
      channel: { ...DDA, resumeError: -122 },
      faults: [],
      errno: -22,
      tookMs: 0,
      symptom: 'the vPCI bus of dda 0 is not in its installed state since the last resume',
    },
    {
      case: 'that is still coming up',
      channel: DDA,
      faults: [{ kind: 'vpci-initialising', slot: 'dda 0' }] as const,
      errno: -22,
      tookMs: 0,
      symptom: 'the vPCI bus of dda 0 is not in its installed state yet',
    },
    {
      case: 'whose D0 exit the host does not answer',
      channel: DDA,
      faults: [{ kind: 'vpci-d0-exit-unanswered', slot: 'dda 0' }] as const,
      errno: -110,
      tookMs: 10_000,
      symptom: 'the host did not answer the D0 exit of dda 0 within 10 s',
    },
  ])('R66 no bus $case: $errno after $tookMs ms', ({ channel, faults, errno, tookMs, symptom }) => {
    const context = aDriverContext(faults);
    expect(HV_PCI.suspend(channel, context)).toEqual({ kind: 'error', rule: 'R66', errno, symptom });
    expect(context.log.nowMs).toBe(tookMs);
  });
});

describe('hv_pci resumes', () => {
  it('R67 with the protocol version it had', () => {
    expect(HV_PCI.resume(DDA, aDriverContext())).toEqual({ kind: 'done' });
  });

  it('R67 with no other one: -EPROTO', () => {
    const context = aDriverContext([{ kind: 'vpci-version-refused', slot: 'dda 0' }]);
    expect(HV_PCI.resume(DDA, context)).toEqual({
      kind: 'error',
      rule: 'R67',
      errno: -71,
      symptom: 'the host refuses the only vPCI protocol version that the driver offers',
    });
  });

  it('R67 and waits without limit for a host that does not answer', () => {
    const context = aDriverContext([{ kind: 'vsp-silent', slot: 'dda 0' }]);
    expect(HV_PCI.resume(DDA, context)).toEqual({
      kind: 'hung',
      rule: 'R67',
      symptom: 'dda 0 waits without limit for a vPCI answer that the host does not send',
    });
  });

  it('R9 asks for no sub-channels', () => {
    expect(HV_PCI.subChannelsWanted(64)).toBe(0);
  });
});
