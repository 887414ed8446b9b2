export * from './match-report.js';
