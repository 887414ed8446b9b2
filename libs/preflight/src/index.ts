export { withChange } from './decisions.js';
export type { DeviceComparison } from './device-comparison.js';
export { sentence } from './fall-asleep.js';
export { isClear, preflight, type PreflightInput } from './preflight.js';
export {
  compareSeverities,
  isMild,
  PREFLIGHT_SEVERITIES,
  type PreflightPhase,
  type PreflightSeverity,
  type PreflightSource,
} from './problem.js';
export {
  PREFLIGHT_VERDICTS,
  type PreflightItem,
  type PreflightReport,
  type PreflightSummary,
  type PreflightVerdict,
} from './report.js';
export { hostOfGeneration, isAsleep, type PreflightTarget, type TargetPlace } from './subject.js';
