import { isUtf8 } from 'node:buffer';
import { KernelBug, readScenario, replayScenario } from '#libs/linux-guest';
import { writeAnswer } from './answer-json.js';
import { JsonBytes } from './json-bytes.js';
import type { Line } from './line-splitter.js';

/** Which rules the bus follows: `A` those of Linux up to 6.13, `B` those since 6.14. */
export type ReplayEra = Parameters<typeof replayScenario>[1];

/** Bytes that a line may have. Records of the golden vectors have some thousand. */
export const LONGEST_LINE = 8 * 1024 * 1024;

/**
 * A line without an answer. `malformed`: the record is not one. `failed`: it is, but the model could not run it. `text`
 * names the field and what is wrong with it.
 */
export interface Refusal {
  readonly kind: 'malformed' | 'failed';
  readonly text: string;
}

/** What becomes of a line. */
export type LineOutcome = { readonly kind: 'blank' } | { readonly kind: 'answered' } | Refusal;

/** The members of a record that a replay looks at, unchecked. */
interface ReplayRecord {
  readonly id?: unknown;
  readonly scenario?: unknown;
}

const BLANK = { kind: 'blank' } as const;
const ANSWERED = { kind: 'answered' } as const;

/**
 * Replays the record `{id, scenario}` of one line and appends the answer, a line of its own; when there is none to
 * give, nothing is appended. Other members of the record are passed over. Never throws.
 */
export function answerLine(line: Line, era: ReplayEra, answers: JsonBytes): LineOutcome {
  if (line === 'too-long') return malformed(`record: expected at most ${LONGEST_LINE} bytes`);
  if (!isUtf8(line)) return malformed('record: expected UTF-8');
  const text = textOf(line);
  if (isBlank(text)) return BLANK;
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    return malformed('record: expected JSON');
  }
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    return malformed('record: expected an object');
  }
  return answerRecord(record, era, answers);
}

/** The same for a line by itself: the answer is its text, without the end of the line. */
export function replayLine(
  line: Line,
  era: ReplayEra,
): { readonly kind: 'blank' } | { readonly kind: 'answer'; readonly text: string } | Refusal {
  const answers = new JsonBytes(4096);
  const outcome = answerLine(line, era, answers);
  if (outcome.kind !== 'answered') return outcome;
  return { kind: 'answer', text: Buffer.from(answers.take()).toString().trimEnd() };
}

function answerRecord({ id, scenario }: ReplayRecord, era: ReplayEra, answers: JsonBytes): LineOutcome {
  if (id === undefined) return malformed('id: missing');
  if (typeof id !== 'string' || id === '') return malformed('id: expected a text that is not empty');
  if (scenario === undefined) return malformed('scenario: missing');
  const reading = readScenario(scenario);
  if (reading.kind === 'malformed') {
    return malformed(`scenario${reading.problem.path}: ${reading.problem.message}`);
  }
  try {
    writeAnswer(answers, id, replayScenario(reading.scenario, era).observed);
    return ANSWERED;
  } catch (error) {
    // The format has a place for a stopped kernel in a resume only; anywhere else there is nothing to answer.
    if (error instanceof KernelBug) {
      return malformed(`scenario: the kernel stops outside of a resume: ${error.message}`);
    }
    const reason = error instanceof Error ? error.message : String(error);
    return { kind: 'failed', text: `scenario: the replay failed: ${reason}` };
  }
}

function malformed(text: string): LineOutcome {
  return { kind: 'malformed', text };
}

/** Without the byte order mark that some programs begin a file with. */
function textOf(line: Buffer): string {
  const text = line.toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** Nothing but what JSON calls white space. */
function isBlank(text: string): boolean {
  return !text.startsWith('{') && /^[\t\r ]*$/.test(text);
}
