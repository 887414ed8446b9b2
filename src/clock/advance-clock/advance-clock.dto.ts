import { z } from 'zod';
import { LAST_EMULATED_MS } from '../emulated-clock-change.js';

/** The body of an advance of the clock. */
export const advanceBody = z.strictObject({ milliseconds: z.int().min(1).max(LAST_EMULATED_MS) });
export type AdvanceBody = z.output<typeof advanceBody>;
