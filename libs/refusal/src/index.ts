export type { RefusalEntry } from './refusal-entry.js';
export { isRefusalCode, REFUSAL_CODES, REFUSAL_SECTIONS, refusal, REFUSALS } from './refusals.js';
export type { Refusal, RefusalCode, RefusalExtra } from './refusals.js';
