export * from './guest-profile.js';
export * from './guest-state.js';
export * from './hardware.js';
export * from './outcomes.js';
