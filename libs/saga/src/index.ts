export * from './log.js';
export * from './pipeline.js';
export * from './runner.js';
export * from './status.js';
export * from './step.js';
export * from './testing/saga-checks.js';
