import { z } from 'zod';

/** The query of a GET of an operation. */
export const operationQuery = z.object({
  $expand: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['log']))
    .optional(),
});
export type OperationQueryString = z.output<typeof operationQuery>;
