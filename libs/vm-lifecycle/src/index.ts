export * from './transition.js';
export * from './vm-state.js';
