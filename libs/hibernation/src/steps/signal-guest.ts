import { requestHibernation } from '#libs/linux-guest';
import { refusal } from '#libs/refusal';
import { done, proceed, refuse } from '#libs/saga';
import { defineVmStep, partitionOf } from '#libs/vm-operations';

/**
 * Tells the guest to hibernate through the Shutdown service (MOVE-11, INITIATE-2). The guest answers at once,
 * before anything happens: "yes" means no more than that a uevent will be sent (R88). Leaves nothing to undo:
 * a uevent cannot be taken back.
 */
export const signalGuest = defineVmStep({
  name: 'signal-guest',
  rules: ['INITIATE-2', 'MOVE-11', 'R87', 'R88'],
  zone: 'compensatable',
  hasEffect: false,
  decide: (facts) => {
    const { guest } = partitionOf(facts);
    if (guest === undefined) return refuse(refusal('shutdown-service-missing', 'no guest is running'));
    const answer = requestHibernation(guest);
    switch (answer.kind) {
      case 'accepted':
        return proceed(answer);
      case 'refused':
        return refuse(refusal('guest-aborted-hibernation', answer.symptom, { rule: answer.rule }));
      case 'no-service':
        return refuse(refusal('shutdown-service-missing', answer.symptom, { rule: answer.rule }));
    }
  },
  apply: async (answer) => done(answer),
});
