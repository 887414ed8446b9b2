import type { AcceptanceCase } from '../../../acceptance/acceptance-case.js';
import type { CaseResult } from '../../../acceptance/acceptance-report.js';
import type { SuiteListener } from '../../../acceptance/run-suite.js';
import { LiveBlock, spinnerFrame } from '../../progress/live-block.js';
import { styleFor } from '../../render/style.js';
import type { Session } from '../../session.js';
import { progressLine } from './acceptance-lines.js';

/** What people see while cases run. */
export interface AcceptanceProgress extends SuiteListener {
  end(): void;
}

/** Where stderr is a terminal, the cases under way, redrawn; else a line for each case that ends, where people read. */
export function acceptanceProgress(session: Session, total: number): AcceptanceProgress {
  const { stderr, env } = session.process;
  if (stderr.isTTY && env['TERM'] !== 'dumb') return new LiveCases(session, total);
  return {
    began: () => undefined,
    acts: () => undefined,
    ended: (result) => session.say(progressLine(result, session.style)),
    removing: () => session.say('Removing what was made for the cases ...'),
    end: () => undefined,
  };
}

class LiveCases implements AcceptanceProgress {
  readonly #underWay = new Map<string, string>();
  readonly #block: LiveBlock;
  readonly #results: CaseResult[] = [];
  #isRemoving = false;
  #frame = 0;

  constructor(
    private readonly session: Session,
    private readonly total: number,
  ) {
    this.#block = new LiveBlock(session.process.stderr);
  }

  began({ id }: AcceptanceCase): void {
    this.#underWay.set(id, '');
    this.#draw();
  }

  acts({ id }: AcceptanceCase, act: string): void {
    this.#underWay.set(id, act);
    this.#draw();
  }

  ended(result: CaseResult): void {
    this.#underWay.delete(result.id);
    this.#results.push(result);
    this.#draw();
  }

  removing(): void {
    this.#underWay.clear();
    this.#isRemoving = true;
    this.#draw();
  }

  end(): void {
    this.#block.clear();
  }

  #draw(): void {
    const { stderr, env } = this.session.process;
    const style = styleFor(stderr, env);
    const marker = spinnerFrame(this.#frame++);
    this.#block.draw([
      ...this.#results.map((result) => progressLine(result, style)),
      `${this.#results.length} of ${this.total} cases done`,
      ...[...this.#underWay].map(([id, act]) => `${marker} ${style.active(id)}  ${act}`),
      ...(this.#isRemoving ? ['Removing what was made for the cases ...'] : []),
    ]);
  }
}
