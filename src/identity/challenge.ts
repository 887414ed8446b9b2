/** Path of the authority that hands out tokens. The ADFS shape keeps clients from asking outside hosts. */
export const AUTHORITY_PATH = '/adfs';

/** Value of `WWW-Authenticate`: where tokens come from and why this request was not let in (ARM-20). */
export function unauthenticatedChallenge(origin: string, reason: string): string {
  const description = reason.replace(/[^ !#-[\]-~]/g, ' ');
  return (
    `Bearer authorization_uri="${origin}${AUTHORITY_PATH}", error="invalid_token", ` +
    `error_description="${description}"`
  );
}
