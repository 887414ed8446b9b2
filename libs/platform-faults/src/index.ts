export * from './armed-fault.js';
export * from './catalogue.js';
export * from './effects.js';
export * from './fault-entry.js';
export * from './fault-table.js';
export * from './parameters.js';
export * from './strike.js';
export * from './struck-pipeline.js';
