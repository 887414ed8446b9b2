import type { Verdict } from '#libs/vm-operations';
import type { Mood } from '../explanation.js';

/** A mark beside every colour, so that nothing is told by colour alone. */
export const MOOD_MARKS: Readonly<Record<Mood, string>> = { good: '✓', notable: '!', bad: '✕' };

export const SEVERITY_WORDS: Readonly<Record<Verdict['severity'], string>> = {
  resumed: 'resumed',
  'resumed-degraded': 'resumed, degraded',
  'hung-or-undefined': 'hung or undefined',
  'resume-rejected-cold-boot': 'resume rejected, cold boot',
  'cold-boot': 'cold boot',
  hibernated: 'hibernated',
  'stopped-not-hibernated': 'stopped, not hibernated',
  'hibernate-aborted': 'hibernation aborted',
};

/** `350 ms`, `12.6 s`, `5 min 0 s`. */
export function durationText(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1_000;
  if (seconds < 60) return `${Math.min(seconds, 59.9).toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
