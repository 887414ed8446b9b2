/**
 * Orders Linux releases by their leading numbers: `6.1.0-0.deb11.21-cloud-amd64` counts as 6.1.0.
 * Negative when `a` is older, 0 when they are the same release, positive when `a` is newer; a missing
 * number counts as 0. Throws `TypeError` when a text does not start with a number.
 */
export function compareKernelVersions(a: string, b: string): number {
  const left = leadingNumbers(a);
  const right = leadingNumbers(b);
  for (let i = 0; i < Math.max(left.length, right.length); i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function leadingNumbers(version: string): readonly number[] {
  const match = /^\d+(\.\d+)*/.exec(version);
  if (match === null) throw new TypeError(`not a kernel version: ${JSON.stringify(version)}`);
  return match[0].split('.').map(Number);
}
