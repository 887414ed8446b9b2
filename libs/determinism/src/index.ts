export * from './id-source.js';
export * from './random.js';
export * from './seeded-ids.js';
