import { isUtf8 } from 'node:buffer';
import { KernelBug, readScenario, replayScenario } from '#libs/linux-guest';
import { isDeeperThan } from './json-depth.js';
import type { Line } from './line-splitter.js';

/** Which rules the bus follows: `A` those of Linux up to 6.13, `B` those since 6.14. */
export type ReplayEra = Parameters<typeof replayScenario>[1];

/** Bytes that a line may have. Records of the golden vectors have some thousand. */
export const LONGEST_LINE = 8 * 1024 * 1024;

/** How deep arrays and objects may lie in each other. A scenario needs 6 levels. */
export const DEEPEST_NESTING = 64;

/**
 * What becomes of a line. `answer`: the observation, one line of JSON without its end. `malformed`: the record is
 * not one. `failed`: it is, but the model could not run it. `text` names the field and what is wrong with it.
 */
export type LineOutcome =
  | { readonly kind: 'blank' }
  | { readonly kind: 'answer'; readonly text: string }
  | { readonly kind: 'malformed' | 'failed'; readonly text: string };

const BLANK = { kind: 'blank' } as const;

/** Replays the record `{id, scenario}` of one line. Other members of the record are passed over. Never throws. */
export function replayLine(line: Line, era: ReplayEra): LineOutcome {
  if (line === 'too-long') return malformed(`record: expected at most ${LONGEST_LINE} bytes`);
  if (!isUtf8(line)) return malformed('record: expected UTF-8');
  const text = textOf(line);
  if (isBlank(text)) return BLANK;
  if (isDeeperThan(text, DEEPEST_NESTING)) {
    return malformed(`record: expected at most ${DEEPEST_NESTING} levels of arrays and objects`);
  }
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    return malformed('record: expected JSON');
  }
  return replayRecord(record, era);
}

function replayRecord(record: unknown, era: ReplayEra): LineOutcome {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    return malformed('record: expected an object');
  }
  const { id, scenario } = record as { readonly id?: unknown; readonly scenario?: unknown };
  if (id === undefined) return malformed('id: missing');
  if (typeof id !== 'string' || id === '') return malformed('id: expected a text that is not empty');
  if (scenario === undefined) return malformed('scenario: missing');
  const reading = readScenario(scenario);
  if (reading.kind === 'malformed') {
    return malformed(`scenario${reading.problem.path}: ${reading.problem.message}`);
  }
  try {
    const { observed } = replayScenario(reading.scenario, era);
    return { kind: 'answer', text: JSON.stringify({ id, observed }) };
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
function textOf(line: Uint8Array): string {
  const text = Buffer.from(line.buffer, line.byteOffset, line.byteLength).toString('utf8');
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** Nothing but what JSON calls white space. */
function isBlank(text: string): boolean {
  return text === '' || /^[\t\r ]*$/.test(text);
}
