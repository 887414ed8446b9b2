import type { RunProgress } from '../../../what-if/run/run-progress.js';
import { LiveBlock, spinnerFrame } from '../../progress/live-block.js';
import { printable } from '../../render/printable.js';
import { duration } from '../../render/quantities.js';
import { styleFor } from '../../render/style.js';
import type { Session } from '../../session.js';

/** What people see while a run is under way. */
export interface WhatIfProgress {
  update(progress: RunProgress): void;
  end(): void;
}

/** Plain lines come no more often. Unit: ms. */
const LINE_EVERY_MS = 10_000;

/** Where stderr is a terminal, a block that is redrawn; else, where people read, a line now and then. */
export function whatIfProgress(session: Session, now: () => number): WhatIfProgress {
  const { stderr, env } = session.process;
  if (stderr.isTTY && env['TERM'] !== 'dumb') return new LiveRun(session);
  return session.isForPeople ? new PlainRun(session, now) : { update: () => undefined, end: () => undefined };
}

class LiveRun implements WhatIfProgress {
  readonly #block: LiveBlock;
  #frame = 0;

  constructor(private readonly session: Session) {
    this.#block = new LiveBlock(session.process.stderr);
  }

  update(progress: RunProgress): void {
    const { stderr, env } = this.session.process;
    const style = styleFor(stderr, env);
    const marker = spinnerFrame(this.#frame++);
    this.#block.draw([
      ...progress.underWay.map(
        ({ scenario, region, day, days }) =>
          `${marker} ${style.active(printable(scenario))}  ${printable(region)}  day ${day} of ${days}`,
      ),
      // A terminal with few lines shows the last ones.
      progressLine(progress),
    ]);
  }

  end(): void {
    this.#block.clear();
  }
}

/** Says when the first scenario is done, so that people see that it goes on, and then as often as it is read. */
class PlainRun implements WhatIfProgress {
  #saidMs: number;
  #isFirst = true;

  constructor(
    private readonly session: Session,
    private readonly now: () => number,
  ) {
    this.#saidMs = now();
  }

  update(progress: RunProgress): void {
    const now = this.now();
    const isFirst = this.#isFirst && progress.scenariosDone > 0 && progress.share < 1;
    if (!isFirst && now - this.#saidMs < LINE_EVERY_MS) return;
    this.#isFirst = false;
    this.#saidMs = now;
    this.session.remark(progressLine(progress));
  }

  /** What was said stays. */
  readonly end = (): void => undefined;
}

/** `3 of 12 scenarios done, 27 %, 1.4 million events a second, 2 m 05 s left`. */
export function progressLine(progress: RunProgress): string {
  const { scenariosDone, scenarios, share, eventsPerSecond, leftMs } = progress;
  return [
    `${scenariosDone} of ${scenarios} ${scenarios === 1 ? 'scenario' : 'scenarios'} done`,
    `${Math.floor(share * 100)} %`,
    ...(eventsPerSecond > 0 ? [`${rate(eventsPerSecond)} events/s`] : []),
    ...(leftMs === undefined || share === 1 ? [] : [`${duration(leftMs)} left`]),
  ].join(', ');
}

function rate(perSecond: number): string {
  if (perSecond >= 999_500) return `${(perSecond / 1e6).toFixed(1)} million`;
  return perSecond >= 1_000 ? `${Math.round(perSecond / 1_000)} thousand` : String(Math.round(perSecond));
}
