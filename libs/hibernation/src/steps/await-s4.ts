import { runHibernation, type HibernationOutcome } from '#libs/linux-guest';
import { refusal } from '#libs/refusal';
import { afterTime, done, outputOf, proceed, type Applied } from '#libs/saga';
import { defineVmStep, DURATION_MS, osDiskOf, partitionOf, type VmPorts } from '#libs/vm-operations';
import { signalGuest } from './signal-guest.js';

type AwaitS4 =
  | { readonly kind: 'guest-acts'; readonly diskId: string; readonly outcome: HibernationOutcome }
  /** The uevent reached nobody: the host waits in vain (INITIATE-3, R89). */
  | { readonly kind: 'nobody-acts' };

/**
 * The guest runs its nine steps and enters S4, or does not. The pivot: once memory is on the disk and the
 * machine is off there is no running system to go back to.
 */
export const awaitS4 = awaitS4For('shutdown-service');

/** The same for a guest that started hibernating by itself (INITIATE-1): nobody asked, nobody listens for a uevent. */
export const awaitOwnS4 = awaitS4For('self');

function awaitS4For(initiatedBy: 'shutdown-service' | 'self') {
  return defineVmStep({
    name: 'await-s4',
    rules: [
      'HIBERNATE-9',
      'INITIATE-1',
      'INITIATE-3',
      'UIO-2',
      'R89',
      'R90',
      'AZURE-22',
      'ASSUME-1',
      'ASSUME-16',
    ],
    zone: 'pivot',
    decide: (facts, outputs) => {
      const { guest, hardware } = partitionOf(facts);
      if (guest === undefined) throw new Error('await-s4 needs a running guest');
      if (initiatedBy === 'shutdown-service' && outputOf(outputs, signalGuest)?.isHandled === false) {
        return proceed<AwaitS4>({ kind: 'nobody-acts' });
      }
      const outcome = runHibernation(guest, hardware, { initiatedBy });
      return proceed<AwaitS4>({ kind: 'guest-acts', diskId: osDiskOf(facts).id, outcome });
    },
    apply: (decision, ports, time) => {
      if (decision.kind === 'nobody-acts') {
        return afterTime(time, DURATION_MS.hibernateTimeout, async () => ({
          kind: 'failed',
          refusal: refusal('guest-lacks-udev-rule', 'the guest answered yes, sent its uevent and ran on'),
        }));
      }
      const { outcome, diskId } = decision;
      const tookMs = outcome.kind === 'hung' ? DURATION_MS.hibernateTimeout : outcome.tookMs;
      return afterTime(time, tookMs, () => settle(outcome, diskId, ports));
    },
    // Nothing to undo: whatever the guest closed on its way it has reopened itself (R25), or it hangs.
  });
}

async function settle(
  outcome: HibernationOutcome,
  diskId: string,
  ports: VmPorts,
): Promise<
  Applied<Omit<Extract<HibernationOutcome, { kind: 'reached-s4' }>, 'image'> & { imageBytes: number }>
> {
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
          outcome.symptom,
          { rule: outcome.rule },
        ),
      };
    case 'hung':
      return { kind: 'failed', refusal: refusal('guest-hung', outcome.symptom, { rule: outcome.rule }) };
  }
}
