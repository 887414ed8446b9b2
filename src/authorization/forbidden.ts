import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import type { Caller } from '../identity/token-verifier.js';

/** What a caller lacks. */
export interface Lacking {
  readonly action: string;
  readonly scope: string;
}

/** The refusal of a request: who asked, for what, and where (ARM-21). */
export function forbidden(caller: Caller, { action, scope }: Lacking): RefusalError {
  return new RefusalError(
    refusal(
      'forbidden',
      `${named(caller)} has no role that allows the action '${action}' over scope '${scope}'`,
    ),
  );
}

/** The refusal of a request whose body refers to what the caller may not use. */
export function linkedForbidden(caller: Caller, { action, scope }: Lacking): RefusalError {
  return new RefusalError(
    refusal(
      'linked-forbidden',
      `${named(caller)} has no role that allows the action '${action}' over the linked scope '${scope}'`,
    ),
  );
}

function named({ appId, name, principalId }: Caller): string {
  return `the client '${appId ?? name}' with object id '${principalId}'`;
}
