/** Scheme and authority of an absolute-form request target, as proxies send it. */
const ORIGIN = /^https?:\/\/[^/?#]*/i;

/**
 * A request target as the routes know it: without scheme and host, and with neither doubled nor trailing slashes
 * in its path (ARM-5). The query is left alone; percent-encoded slashes are data and stay.
 */
export function normalizeRequestTarget(target: string): string {
  const local = target.replace(ORIGIN, '');
  if (local !== target && !local.startsWith('/')) return normalizeRequestTarget(`/${local}`);
  const queryStart = local.indexOf('?');
  const pathEnd = queryStart === -1 ? local.length : queryStart;
  const collapsed = local.slice(0, pathEnd).replace(/\/{2,}/g, '/');
  const path = collapsed.length > 1 && collapsed.endsWith('/') ? collapsed.slice(0, -1) : collapsed;
  return path + local.slice(pathEnd);
}
