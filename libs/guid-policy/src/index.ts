export * from './assign-instance-guids.js';
export * from './built-in-policies.js';
export * from './dda-hibernation.js';
export * from './device-slots.js';
export * from './fixed-single-instances.js';
export * from './parse-guid-policy.js';
export * from './policy.js';
