import { ERRNO } from '#libs/linux-guest';

/** `EBUSY` of -16; `undefined` for a number that the guest model does not use. */
export function errnoName(errno: number): string | undefined {
  return Object.entries(ERRNO).find(([, value]) => Math.abs(value) === Math.abs(errno))?.[0];
}
