import type { Random } from '#libs/determinism';
import type { SeriesColumn, SeriesColumns } from '#libs/what-if';
import { SERIES_COLUMNS } from '#libs/what-if';

export interface StormShape {
  readonly vms: number;
  readonly days: number;
  readonly hosts: number;
  readonly rush: number;
  readonly stepMs: number;
  readonly throttling: boolean;
  readonly random: Random;
}

const HOUR = 3_600_000;

/** A queue that is fed by a morning's bell curve and emptied at a fixed rate, day after day. */
export function stormSeries({
  vms,
  days,
  hosts,
  rush,
  stepMs,
  throttling,
  random,
}: StormShape): SeriesColumns {
  const rows = Math.round((days * 24 * HOUR) / stepMs);
  const columns = Object.fromEntries(
    SERIES_COLUMNS.map((name) => [name, Array.from({ length: rows }, () => 0)]),
  ) as {
    [Column in SeriesColumn]: number[];
  };
  const perStep = ((vms / 2_900) * stepMs) / 60_000;
  let waiting = 0;
  let running = Math.round(vms * 0.15);
  let hibernated = 0;
  for (let row = 0; row < rows; row++) {
    const atMs = row * stepMs;
    const day = Math.floor(atMs / (24 * HOUR));
    const hour = (atMs % (24 * HOUR)) / HOUR;
    const asked =
      (vms * 0.72 * arrivals(day === 0 ? hour + 0.9 : hour, day === 0 ? 0.1 : rush) * stepMs) / HOUR;
    const startsAsked = Math.round(asked * (0.9 + random.below(200) / 1_000));
    const stops = Math.min(running, Math.round((vms * 0.72 * bell(hour, 18.5, 0.6) * stepMs) / HOUR));
    const queue = waiting + startsAsked;
    const ready = Math.min(queue, Math.round(perStep * 24 * (0.97 + random.below(60) / 1_000)));
    waiting = queue - ready;
    running += ready - stops;
    hibernated = Math.max(0, hibernated + stops - (day === 0 ? 0 : ready));
    const waitMs = (waiting / Math.max(1, perStep * 24)) * stepMs;
    columns.startsAsked[row] = startsAsked;
    columns.ready[row] = ready;
    columns.hibernationsAsked[row] = stops;
    columns.asleep[row] = stops;
    columns.failedStarts[row] = Math.round(startsAsked * 0.002);
    columns.throttled[row] = throttling ? Math.max(0, Math.round((startsAsked - perStep * 20) * 0.4)) : 0;
    columns.waitingForPlacement[row] = waiting;
    columns.running[row] = running;
    columns.hibernated[row] = hibernated;
    columns.hostsUsed[row] = Math.min(hosts, Math.ceil(running / 11));
    columns.readyP50Ms[row] = ready === 0 ? 0 : Math.round(17_000 + waitMs * 0.6);
    columns.readyP99Ms[row] = ready === 0 ? 0 : Math.round(24_000 + waitMs * 1.4);
  }
  return { stepMs, rows, columns };
}

/** Share of the starts per hour: half of them at nine sharp, the rest from seven to ten. */
function arrivals(hour: number, rush: number): number {
  return 0.6 * bell(hour, 9, 0.06 + (1 - rush) * 0.5) + 0.4 * bell(hour, 8.5, 0.7);
}

function bell(hour: number, middle: number, width: number): number {
  const distance = (hour - middle) / width;
  return Math.abs(distance) > 4 ? 0 : Math.exp(-0.5 * distance * distance) / (width * 2.5066);
}
