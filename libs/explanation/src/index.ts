export { explain } from './explain.js';
export * from './explanation.js';
export type * from './explanation-input.js';
export { textWithRules } from './mentioned-rules.js';
export * from './pins/pin-list.js';
export * from './pins/pin-sources.js';
export * from './pins/pinned-policy.js';
export { explanationPage, PAGE_SECURITY_POLICY } from './html/page.js';
export { devicePairs, isAsExpected, isLoss, pairOutcome, type DevicePair } from './device-pairs.js';
