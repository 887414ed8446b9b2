import { completeTransition, resumeDevices } from './device-resume.js';
import { count } from './device-suspend.js';
import type { Fault } from './faults/fault.js';
import type { RunningGuest } from './guest-state.js';
import { aborted, hung, type HibernateStepEnd, type StepFailure } from './hibernate-step.js';
import type { KernelLog } from './kernel-log.js';

/** R25: what was suspended is resumed, in order of registration; the device that refused is not touched. */
export function rollBack(
  guest: RunningGuest,
  suspendedIds: readonly number[],
  cause: StepFailure & { readonly errno: number },
  {
    faults,
    log,
    notes,
  }: { readonly faults: readonly Fault[]; readonly log: KernelLog; readonly notes: readonly string[] },
): HibernateStepEnd {
  const resumed = resumeDevices(guest, { verb: 'thaw', faults, log, onlyIds: suspendedIds });
  if (resumed.hung !== undefined) return hung({ ...resumed.hung, phase: cause.phase }, { log });
  const undone = `rolled back: ${count(suspendedIds.length, 'device')} resumed`;
  return aborted(completeTransition(resumed.guest), cause, { log, notes: [...notes, undone] });
}
