import { UnsupportedMediaTypeException } from '@nestjs/common';
import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';

/** Largest form taken: some times what a log-in sends. Unit: bytes. */
export const MAX_FORM_BYTES = 32 * 1024;
/** Most fields in a form. */
export const MAX_FORM_FIELDS = 32;

const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(;|$)/i;

/**
 * The fields of a form, in their order, as often as they were sent. Throws RefusalError `body-too-large` and
 * `invalid-body`, UnsupportedMediaTypeException on another type.
 */
export function parseForm(body: Buffer, contentType: string | undefined): URLSearchParams {
  if (body.length > MAX_FORM_BYTES) {
    throw new RefusalError(refusal('body-too-large', `the limit of a form is ${MAX_FORM_BYTES} bytes`));
  }
  if (body.length > 0 && (contentType === undefined || !FORM_TYPE.test(contentType))) {
    throw new UnsupportedMediaTypeException();
  }
  const fields = new URLSearchParams(body.toString('utf8'));
  if (fields.size > MAX_FORM_FIELDS) {
    throw new RefusalError(refusal('invalid-body', `it has more than ${MAX_FORM_FIELDS} fields`));
  }
  return fields;
}
