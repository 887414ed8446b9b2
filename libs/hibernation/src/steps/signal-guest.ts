import { requestHibernation } from '#libs/linux-guest';
import { refusal } from '#libs/refusal';
import { afterTime, done, proceed, refuse, type Applied } from '#libs/saga';
import { defineVmStep, DURATION_MS, partitionOf } from '#libs/vm-operations';
import { circumstances, triggerVerdict } from '../verdicts.js';

type Accepted = Extract<ReturnType<typeof requestHibernation>, { kind: 'accepted' }>;

/**
 * Tells the guest to hibernate through the Shutdown service (MOVE-11, INITIATE-2). The guest answers at once,
 * before anything happens: "yes" means no more than that a uevent will be sent (R88). Without an open Shutdown
 * channel there is no answer at all, and the host gives up in the end (R90). Leaves nothing to undo: a uevent
 * cannot be taken back.
 */
export const signalGuest = defineVmStep({
  name: 'signal-guest',
  rules: ['INITIATE-2', 'MOVE-11', 'R87', 'R88'],
  zone: 'compensatable',
  hasEffect: false,
  decide: (facts) => {
    const { guest } = partitionOf(facts);
    if (guest === undefined) return refuse(refusal('shutdown-service-missing', 'no guest is running'));
    return proceed({
      answer: requestHibernation(guest),
      about: circumstances('hibernation', guest.profile, facts),
      vmName: facts.vm.name,
    });
  },
  apply: async ({ answer, about, vmName }, ports, time): Promise<Applied<Accepted>> => {
    if (answer.kind === 'accepted') return done(answer);
    const { rule, symptom } = answer;
    const isSilent = answer.kind === 'no-service';
    return afterTime<Accepted>(time, isSilent ? DURATION_MS.hibernateTimeout : 0, async () => {
      await ports.vm.recordVerdict(triggerVerdict({ rule, phase: 'trigger', symptom }, about));
      const code = isSilent ? 'shutdown-service-missing' : 'guest-aborted-hibernation';
      return { kind: 'failed', refusal: refusal(code, `VM ${vmName}: ${symptom}`, { rule }) };
    });
  },
});
