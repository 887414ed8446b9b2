/** An instant with its offset from UTC. */
const WITH_OFFSET = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/i;
const WITHOUT_OFFSET = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)$/;

const MINUTE_MS = 60_000;

/**
 * The instant that a deadline names, ms since 1970: by its own offset, or else by the clocks of the time zone (IANA
 * name; UTC when absent). `undefined`: it is no date, or there is no such zone.
 */
export function deadlineInstant(deadline: string, timeZone: string | undefined): number | undefined {
  const instant = WITH_OFFSET.test(deadline)
    ? Date.parse(deadline)
    : localInstant(deadline, timeZone ?? 'UTC');
  return instant === undefined || Number.isNaN(instant) ? undefined : instant;
}

function localInstant(deadline: string, timeZone: string): number | undefined {
  const [, local] = WITHOUT_OFFSET.exec(deadline) ?? [];
  const asUtc = Date.parse(`${local}Z`);
  if (Number.isNaN(asUtc)) return undefined;
  // The offset of a zone depends on the instant; around a change of clocks a second look settles it.
  const first = offsetMs(timeZone, asUtc);
  return first === undefined ? undefined : asUtc - (offsetMs(timeZone, asUtc - first) ?? first);
}

/** How far the clocks of a zone are ahead of UTC; `undefined` for an unknown zone. */
function offsetMs(timeZone: string, atMs: number): number | undefined {
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    const name = format.formatToParts(atMs).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
    const [, sign = '+', hours = '0', minutes = '0'] = /^GMT([+-])(\d{2}):(\d{2})$/.exec(name) ?? [];
    const minutesAhead = Number(hours) * 60 + Number(minutes);
    return (sign === '-' ? -minutesAhead : minutesAhead) * MINUTE_MS;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
