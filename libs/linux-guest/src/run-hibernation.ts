import type { Finding } from './guest-profile.js';
import type { RunningGuest } from './guest-state.js';
import type { VirtualHardware } from './hardware.js';
import type { HibernationInitiator, HibernationState } from './hibernate-step.js';
import { HIBERNATE_STEPS, imageOf } from './hibernate-steps.js';
import type { GuestStepRecord, HibernationOutcome } from './outcomes.js';

/** Runs the nine steps in order until one of them does not end well, and tells what happened. */
export function runHibernation(
  guest: RunningGuest,
  hardware: VirtualHardware,
  options: { readonly initiatedBy: HibernationInitiator },
): HibernationOutcome {
  let state: HibernationState = { guest, hardware, initiatedBy: options.initiatedBy, imageWritten: false };
  const steps: GuestStepRecord[] = [];
  const findings: Finding[] = [];
  let tookMs = 0;
  for (const { step, name, rule, rules, run } of HIBERNATE_STEPS) {
    const end = run(state);
    tookMs += end.tookMs;
    findings.push(...end.findings);
    const record = (outcome: GuestStepRecord['outcome'], notes: readonly string[]) =>
      steps.push({ step, name, rule, rules, outcome, tookMs: end.tookMs, notes });
    switch (end.kind) {
      case 'done':
        record('done', end.notes);
        state = end.state;
        break;
      case 'aborted': {
        record('failed', [end.symptom, ...end.notes]);
        const { rule: cause, errno, symptom, guest: rolledBack } = end;
        return { kind: 'aborted', rule: cause, errno, symptom, guest: rolledBack, steps, findings, tookMs };
      }
      case 'hung':
        record('hung', [end.symptom]);
        return { kind: 'hung', rule: end.rule, symptom: end.symptom, steps, findings, tookMs };
      case 'powered-off':
        record('failed', [end.symptom, ...end.notes]);
        return { kind: 'reached-s4', sleepState: 'S5', image: imageOf(state), steps, findings, tookMs };
      default:
        return assertNever(end);
    }
  }
  return { kind: 'reached-s4', sleepState: 'S4', image: imageOf(state), steps, findings, tookMs };
}

function assertNever(value: never): never {
  throw new Error(`unexpected end of a step: ${JSON.stringify(value)}`);
}
