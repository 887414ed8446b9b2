/** `850 ms`, `12.3 s`, `1 m 05 s`, `2 h 03 m`. Unit: ms. Anything that is no time is shown as `-`. */
export function duration(milliseconds: number | undefined): string {
  if (milliseconds === undefined || !Number.isFinite(milliseconds)) return '-';
  const rounded = Math.round(milliseconds);
  if (rounded < 1_000) return `${rounded} ms`;
  if (rounded < 60_000) return `${seconds(rounded)} s`;
  const wholeSeconds = Math.round(rounded / 1_000);
  if (wholeSeconds < 3_600) return `${Math.floor(wholeSeconds / 60)} m ${twoDigits(wholeSeconds % 60)} s`;
  const wholeMinutes = Math.round(wholeSeconds / 60);
  return `${Math.floor(wholeMinutes / 60)} h ${twoDigits(wholeMinutes % 60)} m`;
}

/** `+12.3 s`: seconds with one decimal, whatever the size, so that a column of them lines up. Unit: ms. */
export function offset(milliseconds: number | undefined): string {
  return milliseconds === undefined ? '' : `+${(milliseconds / 1_000).toFixed(1)} s`;
}

/** `3.2 GiB` from 1 GiB on, `512 MiB` below. */
export function bytes(count: number): string {
  const mebibytes = count / 2 ** 20;
  return mebibytes < 1_024 ? `${Math.round(mebibytes)} MiB` : `${(mebibytes / 1_024).toFixed(1)} GiB`;
}

/** `16 GiB`, `1.5 GiB`, `512 MiB`. */
export function mebibytes(count: number): string {
  if (count < 1_024) return `${count} MiB`;
  return `${gibibytes(count)} GiB`;
}

/** MiB as a number of GiB, with a decimal where there is one: `16`, `1.5`. */
export function gibibytes(mebibytes: number): string {
  const count = mebibytes / 1_024;
  return Number.isInteger(count) ? String(count) : count.toFixed(1);
}

/** Below a minute: tenths, but never `60.0`. */
function seconds(milliseconds: number): string {
  return Math.min(milliseconds / 1_000, 59.9).toFixed(1);
}

function twoDigits(count: number): string {
  return String(count).padStart(2, '0');
}
