const REGISTER = new URL('../../../../test/typescript-process/register.mjs', import.meta.url).href;

/** Options of Node with which a thread runs TypeScript. */
export const TYPESCRIPT_THREAD = ['--conditions=development', '--import', REGISTER];

/** Each thread compiles what it loads. Unit: ms. */
export const THREADS_TIMEOUT_MS = 240_000;
