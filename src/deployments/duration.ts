/** A time span as ISO 8601 writes it: `PT1M2.5S`. */
export function isoDuration(ms: number): string {
  const total = Math.max(0, ms);
  const hours = Math.floor(total / 3_600_000);
  const minutes = Math.floor((total % 3_600_000) / 60_000);
  const seconds = (total % 60_000) / 1_000;
  const shown = `${hours === 0 ? '' : `${hours}H`}${minutes === 0 ? '' : `${minutes}M`}`;
  return seconds > 0 || shown === '' ? `PT${shown}${seconds}S` : `PT${shown}`;
}
