import type { Finding, Severity } from '../guest-profile.js';

const BY_GRAVITY: readonly Severity[] = [
  'resumed',
  'resumed-degraded',
  'resume-rejected-cold-boot',
  'hibernate-aborted',
  'hung-or-undefined',
];

/** The gravest severity among findings; `resumed` when there are none. */
export function worstSeverity(findings: readonly Pick<Finding, 'severity'>[]): Severity {
  return findings.reduce<Severity>(
    (worst, { severity }) => (BY_GRAVITY.indexOf(severity) > BY_GRAVITY.indexOf(worst) ? severity : worst),
    'resumed',
  );
}
