export * from './capture.js';
export * from './capture-era.js';
export * from './capture-match.js';
export * from './match-captures.js';
export * from './read-capture.js';
export * from './listings.js';
