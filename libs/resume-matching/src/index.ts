export * from './match-core.js';
export * from './match-report.js';
