import type { Finding } from './guest-profile.js';
import type { RunningGuest } from './guest-state.js';
import type { VirtualHardware } from './hardware.js';
import type { HibernateStepEnd, HibernationInitiator, HibernationState } from './hibernate-step.js';
import { HIBERNATE_STEPS } from './hibernate-steps.js';
import type { GuestStepRecord, HibernationOutcome } from './outcomes.js';
import { imageOf } from './write-image.js';

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
    const { log } = end;
    steps.push({
      step,
      name,
      rule,
      rules,
      outcome: OUTCOME[end.kind],
      tookMs: end.tookMs,
      notes: notesOf(end),
      log,
    });
    const told = { steps, findings, tookMs };
    switch (end.kind) {
      case 'done':
        state = end.state;
        break;
      case 'aborted': {
        const { rule: cause, phase, errno, symptom, guest: rolledBack } = end;
        return { kind: 'aborted', rule: cause, phase, errno, symptom, guest: rolledBack, ...told };
      }
      case 'hung':
        return { kind: 'hung', rule: end.rule, phase: end.phase, symptom: end.symptom, ...told };
      case 'powered-off':
        return { kind: 'reached-s4', sleepState: 'S5', image: imageOf(state), ...told };
      default:
        return assertNever(end);
    }
  }
  return { kind: 'reached-s4', sleepState: 'S4', image: imageOf(state), steps, findings, tookMs };
}

const OUTCOME = { done: 'done', aborted: 'failed', hung: 'hung', 'powered-off': 'failed' } as const;

function notesOf(end: HibernateStepEnd): readonly string[] {
  return end.kind === 'done' ? end.notes : [end.symptom, ...end.notes];
}

function assertNever(value: never): never {
  throw new Error(`unexpected end of a step: ${JSON.stringify(value)}`);
}
