import { z } from 'zod';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id of an operation in a path; a text of another form is the id of none. */
export const OPERATION_ID = z.string().refine((text) => GUID.test(text), {
  error: 'is not the id of an operation',
  params: { refusal: 'operation-not-found' },
});
