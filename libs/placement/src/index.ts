export * from './host-filter.js';
export * from './host-filters.js';
export * from './host-weigher.js';
export * from './host-weighers.js';
export * from './place.js';
export * from './placement.js';
