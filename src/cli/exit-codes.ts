import { ERROR_TABLE, EXIT_CODES } from '../errors/error-table.js';

/**
 * What the command line tells its caller. Refusals add 2 wrong usage or input, 3 not found, 4 refused, 5 failed
 * and 6 partly failed (jobs) from the table of errors.
 */
export const EXIT = {
  ok: 0,
  unexpected: 1,
  ...EXIT_CODES,
  unreachable: 7,
  /** As shells count a process ended by SIGINT. */
  interrupted: 130,
} as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

/** The exit code of a request that a server answered with an error. Codes that no table has go by HTTP status. */
export function exitOfRefusal(code: string, httpStatus: number): Exit {
  if (hasEntry(code)) return ERROR_TABLE[code].exitCode;
  if (httpStatus === 404) return EXIT.notFound;
  if (httpStatus === 400 || httpStatus === 405 || httpStatus === 413) return EXIT.invalid;
  return httpStatus < 500 ? EXIT.refused : EXIT.failed;
}

function hasEntry(code: string): code is keyof typeof ERROR_TABLE {
  return Object.hasOwn(ERROR_TABLE, code);
}
