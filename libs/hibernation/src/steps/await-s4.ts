import { runHibernation, userSpaceRefusal, type Finding, type HibernationOutcome } from '#libs/linux-guest';
import { refusal } from '#libs/refusal';
import { afterTime, done, outputOf, proceed, type Applied } from '#libs/saga';
import {
  defineVmStep,
  DURATION_MS,
  osDiskOf,
  partitionOf,
  type Verdict,
  type VerdictCircumstances,
  type VfIdentity,
  type VmPorts,
} from '#libs/vm-operations';
import { slotName } from '#libs/vmbus';
import { circumstances, hibernationVerdict, triggerVerdict } from '../verdicts.js';
import { removeVfs } from './remove-vfs.js';
import { signalGuest } from './signal-guest.js';

type AwaitS4 =
  | {
      readonly kind: 'guest-acts';
      readonly diskId: string;
      readonly outcome: HibernationOutcome;
      readonly about: VerdictCircumstances;
      readonly vmName: string;
    }
  /** The uevent reached nobody, or user space refused before the kernel was asked (INITIATE-3, R82, R89). */
  | {
      readonly kind: 'nobody-acts';
      readonly verdict: Verdict;
      readonly waitsMs: number;
      readonly vmName: string;
    };

/**
 * The guest runs its nine steps and enters S4, or does not. The pivot: once memory is on the disk and the
 * machine is off there is no running system to go back to.
 */
export const awaitS4 = awaitS4For('shutdown-service');

/** The same for a guest that started hibernating by itself (INITIATE-1): nobody asked, nobody listens for a uevent. */
export const awaitOwnS4 = awaitS4For('self');

function awaitS4For(initiatedBy: 'shutdown-service' | 'self') {
  const isAsked = initiatedBy === 'shutdown-service';
  return defineVmStep({
    name: 'await-s4',
    rules: [
      'HIBERNATE-9',
      'INITIATE-1',
      'INITIATE-3',
      'UIO-2',
      'R82',
      'R89',
      'R90',
      'AZURE-22',
      'ASSUME-1',
      'ASSUME-16',
      'ASSUME-19',
    ],
    zone: 'pivot',
    decide: (facts, outputs) => {
      const { guest, hardware } = partitionOf(facts);
      if (guest === undefined) throw new Error('await-s4 needs a running guest');
      const about = circumstances('hibernation', guest.profile, facts);
      const vmName = facts.vm.name;
      // Only the host waits for S4 without hearing that nothing will come of it (R90).
      const waitsMs = isAsked ? DURATION_MS.hibernateTimeout : 0;
      const findings = (outputOf(outputs, removeVfs)?.vfs ?? []).map(vfFinding);
      if (isAsked && outputOf(outputs, signalGuest)?.isHandled === false) {
        const symptom = 'the guest answered yes, sent its uevent and ran on';
        const verdict = triggerVerdict({ rule: 'R89', phase: 'trigger', symptom }, about, findings);
        return proceed<AwaitS4>({ kind: 'nobody-acts', verdict, waitsMs, vmName });
      }
      const refused = userSpaceRefusal(guest);
      if (refused !== undefined) {
        const verdict = triggerVerdict(refused, about, findings);
        return proceed<AwaitS4>({ kind: 'nobody-acts', verdict, waitsMs, vmName });
      }
      const outcome = runHibernation(guest, hardware, { initiatedBy });
      return proceed<AwaitS4>({ kind: 'guest-acts', diskId: osDiskOf(facts).id, outcome, about, vmName });
    },
    apply: (decision, ports, time) => {
      if (decision.kind === 'nobody-acts') {
        return afterTime(time, decision.waitsMs, () => reportInaction(decision, ports));
      }
      const { outcome } = decision;
      const tookMs = outcome.kind === 'hung' ? DURATION_MS.hibernateTimeout : outcome.tookMs;
      return afterTime(time, tookMs, () => settle(decision, isAsked, ports));
    },
    // Nothing to undo: whatever the guest closed on its way it has reopened itself (R25), or it hangs.
  });
}

/** R64, R89: whether the VF comes back to a guest that said yes and ran on is for the host to decide. */
function vfFinding({ index }: VfIdentity): Finding {
  const slot = slotName({ kind: 'vf', index });
  return {
    rule: 'R64',
    phase: 'trigger',
    severity: 'resumed',
    slot,
    summary: `${slot} was taken away for a hibernation that did not begin.`,
    consequence:
      'It is offered again; a host that takes yes for an answer leaves it away, and the network slower.',
    assumption: 'ASSUME-19',
  };
}

async function reportInaction(
  { verdict, vmName }: Extract<AwaitS4, { kind: 'nobody-acts' }>,
  ports: VmPorts,
): Promise<Applied<never>> {
  await ports.vm.recordVerdict(verdict);
  const rule = verdict.cause?.rule;
  const detail = `VM ${vmName}: ${verdict.summary}`;
  return rule === undefined || rule === 'R89'
    ? { kind: 'failed', refusal: refusal('guest-lacks-udev-rule', detail) }
    : { kind: 'failed', refusal: refusal('guest-aborted-hibernation', detail, { rule }) };
}

async function settle(
  { outcome, diskId, about, vmName }: Extract<AwaitS4, { kind: 'guest-acts' }>,
  isAsked: boolean,
  ports: VmPorts,
): Promise<
  Applied<Omit<Extract<HibernationOutcome, { kind: 'reached-s4' }>, 'image'> & { imageBytes: number }>
> {
  await ports.vm.recordVerdict(hibernationVerdict(outcome, about, isAsked));
  switch (outcome.kind) {
    case 'reached-s4': {
      const { image, ...rest } = outcome;
      await ports.disks.writeImage(diskId, image);
      await ports.hyperv.change({ kind: outcome.sleepState === 'S4' ? 'entered-s4' : 'powered-off' });
      return done({ ...rest, imageBytes: image.imageBytes });
    }
    case 'aborted':
      await ports.hyperv.change({ kind: 'guest-runs', guest: outcome.guest });
      return {
        kind: 'failed',
        refusal: refusal(
          outcome.rule === 'UIO-2' ? 'uio-device-bound' : 'guest-aborted-hibernation',
          `VM ${vmName}: ${outcome.symptom}`,
          { rule: outcome.rule },
        ),
      };
    case 'hung':
      return {
        kind: 'failed',
        refusal: refusal('guest-hung', `VM ${vmName}: ${outcome.symptom}`, { rule: outcome.rule }),
      };
  }
}
