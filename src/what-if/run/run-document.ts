import { z } from 'zod';

/**
 * `run.json`: what a run folder holds. Says nothing of when, where or by how many threads it was made, so that equal
 * experiments give equal bytes.
 */
export interface RunDocument {
  readonly name: string;
  /** What the experiment asks, in its own words. */
  readonly question?: string;
  /** Of the product that ran it. */
  readonly version: string;
  /** SHA-256 of `experiment.yaml`. */
  readonly createdFrom: string;
  readonly scenarios: readonly RunScenario[];
}

/** One scenario of a run, in the order of the experiment. */
export interface RunScenario {
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
  /** SHA-256 of the scenario's canonical JSON. */
  readonly sha256: string;
  /** Below the run folder: `scenarios/01-azure-staggered`. */
  readonly folder: string;
  /** A folder is there exactly when its scenario is done, and whole then. */
  readonly status: 'done' | 'pending';
}

const runDocumentSchema = z.strictObject({
  name: z.string(),
  question: z.string().optional(),
  version: z.string(),
  createdFrom: z.string(),
  scenarios: z.array(
    z.strictObject({
      name: z.string(),
      options: z.record(z.string(), z.string()),
      sha256: z.string(),
      folder: z.string(),
      status: z.enum(['done', 'pending']),
    }),
  ),
});

/** A `run.json` that was read; undefined for anything else. */
export function parseRunDocument(text: string): RunDocument | undefined {
  try {
    const parsed = runDocumentSchema.safeParse(JSON.parse(text));
    return parsed.success ? (parsed.data as RunDocument) : undefined;
  } catch {
    return undefined;
  }
}
