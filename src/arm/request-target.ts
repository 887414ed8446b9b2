/** Scheme and authority of an absolute-form request target, as proxies send it. */
const ORIGIN = /^https?:\/\/[^/?#]*/i;

/**
 * A request target whose path has neither doubled nor trailing slashes (ARM-5); the query is left alone.
 * Percent-encoded slashes are data and stay.
 */
export function normalizeRequestTarget(target: string): string {
  const origin = ORIGIN.exec(target)?.[0] ?? '';
  const queryStart = target.indexOf('?', origin.length);
  const pathEnd = queryStart === -1 ? target.length : queryStart;
  const collapsed = target.slice(origin.length, pathEnd).replace(/\/{2,}/g, '/');
  const path = collapsed.length > 1 && collapsed.endsWith('/') ? collapsed.slice(0, -1) : collapsed;
  return origin + path + target.slice(pathEnd);
}
