import type { ScenarioSummary } from '#libs/what-if';
import { type ArmEnvelope, emulatorResource } from '../../emulator-namespace/emulator-resource.js';
import type {
  StoredProgress,
  WhatIfRunError,
  WhatIfRunRow,
  WhatIfRunStatus,
  WhatIfScenarioRow,
} from '../../persistence/what-if-run.repository.js';

/** A run as lists show it. */
export interface RunListProperties {
  readonly provisioningState: WhatIfRunStatus;
  /** As the experiment calls itself. */
  readonly experimentName: string;
  readonly question?: string;
  /** Of the experiment as text, hexadecimal. */
  readonly experimentSha256: string;
  /** Of the product. */
  readonly version: string;
  readonly createdAt: string;
  readonly endedAt?: string;
  readonly scenarioCount: number;
  readonly scenariosDone: number;
  /** While the run is under way. */
  readonly progress?: StoredProgress;
  readonly error?: WhatIfRunError;
}

export interface RunProperties extends RunListProperties {
  /** As YAML, with everything that was set. */
  readonly experiment: string;
  readonly scenarios: readonly RunScenarioDocument[];
}

export interface RunScenarioDocument {
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
  readonly sha256: string;
  /** Present once the scenario is done. The series are in the report. */
  readonly summary?: Omit<ScenarioSummary, 'series'>;
}

export type RunListDocument = ArmEnvelope<RunListProperties>;
export type RunDocument = ArmEnvelope<RunProperties>;

export function runListDocument(subscriptionId: string, run: WhatIfRunRow): RunListDocument {
  return emulatorResource(subscriptionId, 'whatIfRuns', run.name, listProperties(run));
}

export function runDocument(
  subscriptionId: string,
  run: WhatIfRunRow,
  scenarios: readonly WhatIfScenarioRow[],
): RunDocument {
  return emulatorResource(subscriptionId, 'whatIfRuns', run.name, {
    ...listProperties(run),
    experiment: run.experiment,
    scenarios: scenarios.map(scenarioDocument),
  });
}

function listProperties(run: WhatIfRunRow): RunListProperties {
  const { status, question, endedAt, progress, error } = run;
  const { experimentName, experimentSha256, version, scenarioCount, scenariosDone } = run;
  return {
    provisioningState: status,
    experimentName,
    ...(question === null ? {} : { question }),
    experimentSha256,
    version,
    createdAt: run.createdAt.toISOString(),
    ...(endedAt === null ? {} : { endedAt: endedAt.toISOString() }),
    scenarioCount,
    scenariosDone,
    ...(progress === null ? {} : { progress }),
    ...(error === null ? {} : { error }),
  };
}

function scenarioDocument({ name, options, sha256, summary }: WhatIfScenarioRow): RunScenarioDocument {
  if (summary === null) return { name, options, sha256 };
  const { series: _series, ...rest } = summary;
  return { name, options, sha256, summary: rest };
}
