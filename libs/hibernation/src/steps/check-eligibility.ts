import { refusal, type Refusal } from '#libs/refusal';
import { done, proceed, refuse, type Applied } from '#libs/saga';
import { defineVmStep, type VmFacts } from '#libs/vm-operations';
import { ELIGIBILITY_CHECKS, hibernationRefusals } from '../eligibility.js';

export interface CheckedEligibility {
  readonly checks: number;
  /** When a guest that has only just booted will be able to hibernate, emulated ms (AZURE-21). */
  readonly readyAtMs?: number;
  readonly vmName?: string;
}

/** Asks again what the front asked when it took the request: the VM may have changed since. Leaves nothing behind. */
export const checkEligibility = defineVmStep({
  name: 'check-eligibility',
  rules: [...ELIGIBILITY_CHECKS.flatMap(({ rules }) => rules), 'AZURE-21'],
  zone: 'compensatable',
  hasEffect: false,
  decide: (facts) => {
    const [first] = hibernationRefusals(facts);
    if (first !== undefined) return refuse(first);
    return proceed<CheckedEligibility>({ checks: ELIGIBILITY_CHECKS.length, ...readiness(facts) });
  },
  apply: async (decision, _ports, time): Promise<Applied<CheckedEligibility>> => {
    const notReady = guestNotReady(decision, time.nowMs);
    return notReady === undefined ? done(decision) : { kind: 'failed', refusal: notReady };
  },
});

/** Why a guest that is otherwise eligible cannot hibernate yet at this emulated time, ms (AZURE-21). */
export function guestNotReady({ readyAtMs, vmName }: CheckedEligibility, nowMs: number): Refusal | undefined {
  if (readyAtMs === undefined || nowMs >= readyAtMs) return undefined;
  const detail = `the guest of VM ${vmName} has only just booted and is ready in ${readyAtMs - nowMs} ms`;
  return refusal('guest-not-ready', detail);
}

function readiness({ vm, partition }: VmFacts): Pick<CheckedEligibility, 'readyAtMs' | 'vmName'> {
  const { guest, bootedAtMs } = partition ?? {};
  const readyAfterMs = guest?.profile.readyAfterMs;
  if (bootedAtMs === undefined || readyAfterMs === undefined) return {};
  return { readyAtMs: bootedAtMs + readyAfterMs, vmName: vm.name };
}
