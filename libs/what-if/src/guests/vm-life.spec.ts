import { BUILT_IN_POLICIES } from '#libs/guid-policy';
import { HOST_GENERATIONS } from '#libs/hosts';
import { osDiskOf } from '#libs/vm-operations';
import { describe, expect, it } from 'vitest';
import { fateOf } from './fate.js';
import { aMake } from './testing/guest-makes.js';
import { VmLife, type LivedAct } from './vm-life.js';

const ICE_LAKE = HOST_GENERATIONS['intel-ice-lake'];
const HOST = { name: 'host-1', generation: ICE_LAKE };
const A_DAY_MS = 24 * 60 * 60 * 1000;
const { azure, 'local-hyperv': localHyperv } = BUILT_IN_POLICIES;

function running(policy = azure): VmLife {
  return VmLife.of({ name: 'vm-1', make: aMake(), policy }).boot({ atMs: 0, host: HOST }).life;
}

function night(life: VmLife, faults: LivedAct['life']['facts']['faults'] = []): LivedAct {
  const asleep = life.hibernate({ atMs: A_DAY_MS }).life;
  return asleep.resume({ atMs: 2 * A_DAY_MS, host: HOST, faults });
}

describe('the life of a VM', () => {
  it('goes on for many nights, the same Linux all the time', () => {
    let life = running();
    const bootId = life.facts.partition?.guest?.bootId;
    for (let count = 0; count < 5; count++) life = night(life).life;
    expect(life.phase).toBe('running');
    expect(life.facts.partition?.guest?.bootId).toBe(bootId);
  });

  it('leaves the life before an act as it was', () => {
    const life = running();
    const before = JSON.stringify(life.facts);
    night(life);
    expect(JSON.stringify(life.facts)).toBe(before);
  });

  it('R56 hangs without its OS disk until it boots afresh', () => {
    const hung = night(running(localHyperv)).life;
    expect(hung.phase).toBe('hung');
    expect(() => hung.hibernate({ atMs: 0 })).toThrow('VM vm-1 cannot hibernate: it is hung');
    const booted = hung.boot({ atMs: 3 * A_DAY_MS, host: HOST });
    expect([booted.life.phase, booted.verdict?.severity]).toEqual(['running', 'cold-boot']);
  });

  it('R75 runs afresh after an image that was rejected', () => {
    const { life, verdict, transfer } = night(running(), [{ kind: 'image-corrupt' }]);
    expect([life.phase, verdict?.severity]).toEqual(['running', 'resume-rejected-cold-boot']);
    expect(osDiskOf(life.facts).image).toBeUndefined();
    expect(transfer.bytes).toBe(1_024 * 2 ** 20);
    expect(night(life).verdict?.severity).toBe('resumed');
  });

  it('R22 sleeps on when the fresh kernel hangs, and may be started again', () => {
    const asleep = running().hibernate({ atMs: A_DAY_MS }).life;
    const unanswered = { kind: 'unload-unanswered' } as const;
    const hung = asleep.resume({ atMs: 2 * A_DAY_MS, host: HOST, faults: [unanswered] });
    expect([hung.life.phase, fateOf(hung).kind]).toEqual(['asleep', 'hung']);
    expect(hung.life.resume({ atMs: 3 * A_DAY_MS, host: HOST }).verdict?.severity).toBe('resumed');
  });

  it('AZURE-28 loses its image when it boots instead of resuming', () => {
    const asleep = running().hibernate({ atMs: A_DAY_MS }).life;
    const { life, verdict } = asleep.boot({ atMs: 2 * A_DAY_MS, host: HOST });
    expect([life.phase, verdict?.severity]).toEqual(['running', 'cold-boot']);
  });

  it('CONSIDER-6 is refused on a host that cannot run its image, and sleeps on', () => {
    const asleep = running().hibernate({ atMs: A_DAY_MS }).life;
    const older = { name: 'host-2', generation: HOST_GENERATIONS['intel-cascade-lake'] };
    const { life, refusals } = asleep.resume({ atMs: 2 * A_DAY_MS, host: older });
    expect([life.phase, refusals.map(({ code }) => code)]).toEqual(['asleep', ['no-compatible-host']]);
  });

  it('AZURE-21 is not ready at once after a boot', () => {
    const make = aMake({}, { readyAfterMs: A_DAY_MS });
    const { life } = VmLife.of({ name: 'vm-1', make, policy: azure }).boot({ atMs: 0, host: HOST });
    expect(life.hibernate({ atMs: A_DAY_MS / 2 }).refusals.map(({ code }) => code)).toEqual([
      'guest-not-ready',
    ]);
    expect(life.hibernate({ atMs: 2 * A_DAY_MS }).verdict?.severity).toBe('hibernated');
  });
});
