import { z } from 'zod';
import { MAX_PAGE_SIZE } from '../../arm/page.js';

/** The query of a list of operations. `top` limits the list as a whole, `$top` one page of it. */
export const operationsQuery = z.object({
  status: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['running', 'succeeded', 'failed', 'stuck', 'canceled']))
    .optional(),
  vm: z.string().min(1).optional(),
  top: z
    .string()
    .regex(/^\d{1,6}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(1).max(MAX_PAGE_SIZE))
    .optional(),
});
export type OperationsQueryString = z.output<typeof operationsQuery>;
