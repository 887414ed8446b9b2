export * from './bucket.js';
export * from './policy.js';
export * from './request-charge.js';
