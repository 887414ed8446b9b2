import type { OperationDocument, StepDocument } from '../api-types.js';
import { printable } from '../render/printable.js';
import { operationTitle, stepLine, timelineHeading } from '../render/timeline.js';
import { type Style, styleFor } from '../render/style.js';
import type { Session } from '../session.js';
import { LiveBlock, spinnerFrame } from './live-block.js';

/** What people see while an operation is under way. */
export interface OperationProgress {
  update(operation: OperationDocument): void;
  /** A sentence about why it takes long. */
  note(text: string): void;
  /** Ends the showing; answers whether the timeline stands in the output already. */
  end(): boolean;
}

/**
 * A redrawn timeline where stderr is a terminal; else, where people read stdout, a plain line for each step as it
 * settles; else nothing.
 */
export function operationProgress(session: Session): OperationProgress {
  const { stderr, env } = session.process;
  if (stderr.isTTY && env['TERM'] !== 'dumb') {
    return new LiveTimeline(new LiveBlock(stderr), styleFor(stderr, env));
  }
  if (session.isForPeople) return new StreamedTimeline((line) => session.say(line), session.style);
  return { update: () => undefined, note: (text) => session.remark(text), end: () => false };
}

class LiveTimeline implements OperationProgress {
  #frame = 0;
  #notes: readonly string[] = [];

  constructor(
    private readonly block: LiveBlock,
    private readonly style: Style,
  ) {}

  update(operation: OperationDocument): void {
    const { steps } = operation.properties;
    const marker = `${spinnerFrame(this.#frame++)} `;
    const lines = steps.map((step) => stepLine(step, steps, this.style, isUnderWay(step) ? marker : ''));
    this.block.draw([
      operationTitle(operation, this.style),
      timelineHeading(steps, this.style),
      ...lines,
      ...this.#notes,
    ]);
  }

  note(text: string): void {
    this.#notes = [...this.#notes, text];
  }

  end(): boolean {
    this.block.clear();
    return false;
  }
}

/** Only ever appends, so that a log file reads well. A step that is undone gets a second line. */
class StreamedTimeline implements OperationProgress {
  readonly #said = new Map<number, string>();
  #hasTitle = false;

  constructor(
    private readonly say: (line: string) => void,
    private readonly style: Style,
  ) {}

  update(operation: OperationDocument): void {
    const { steps, pipeline, vmName } = operation.properties;
    if (!this.#hasTitle) {
      this.say(
        `${printable(pipeline)}${vmName === undefined ? '' : ` of ${printable(vmName)}`}, operation ${operation.name}`,
      );
      this.say(timelineHeading(steps, this.style));
      this.#hasTitle = true;
    }
    for (const [index, step] of steps.entries()) {
      if (!isSettled(step) || this.#said.get(index) === step.status) continue;
      this.#said.set(index, step.status);
      this.say(stepLine(step, steps, this.style));
    }
  }

  note(text: string): void {
    this.say(text);
  }

  end(): boolean {
    return this.#hasTitle;
  }
}

function isUnderWay({ status }: Pick<StepDocument, 'status'>): boolean {
  return status === 'running' || status === 'waiting' || status === 'undoing';
}

function isSettled({ status }: Pick<StepDocument, 'status'>): boolean {
  return status !== 'pending' && !isUnderWay({ status });
}
