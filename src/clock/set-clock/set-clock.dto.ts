import { z } from 'zod';
import { emulatorBody } from '../../emulator-namespace/emulator-resource.js';

/** A year passes in five minutes at the one end; a second takes a quarter of an hour at the other. */
const SLOWEST = 0.001;
const FASTEST = 100_000;

/** The body of a PUT of the clock. What reading adds is let through and ignored. */
export const clockBody = emulatorBody(
  z
    .strictObject({
      mode: z.enum(['immediate', 'scaled', 'manual']),
      factor: z.number().min(SLOWEST).max(FASTEST).optional(),
      emulatedTime: z.string().optional(),
      emulatedMs: z.number().optional(),
    })
    .superRefine(({ mode, factor }, context) => {
      if (mode === 'scaled' && factor === undefined) {
        context.addIssue({ code: 'custom', path: ['factor'], message: 'is required when mode is scaled' });
      }
      if (mode !== 'scaled' && factor !== undefined) {
        context.addIssue({
          code: 'custom',
          path: ['factor'],
          message: 'is only allowed when mode is scaled',
        });
      }
    })
    .transform(({ mode, factor }) => ({ mode, factor: factor ?? 1 })),
);
export type ClockBody = z.output<typeof clockBody>;
