export * from './guid.js';
export * from './offer.js';
export * from './virtual-device.js';
