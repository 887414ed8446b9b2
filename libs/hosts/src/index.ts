export * from './configuration-versions.js';
export * from './host.js';
export * from './host-generations.js';
export * from './image-compatibility.js';
export * from './resources.js';
