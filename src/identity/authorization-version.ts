import { Injectable } from '@nestjs/common';

/**
 * The newest version of the role assignments that this process has seen. The check of every signed token reads it
 * together with the principal, so that what is decided afterwards is decided by assignments at least as new as the
 * request: there is no time in which a right that was taken away still holds.
 */
@Injectable()
export class AuthorizationVersion {
  #newest = 0;

  get newest(): number {
    return this.#newest;
  }

  note(version: number): void {
    if (version > this.#newest) this.#newest = version;
  }
}
