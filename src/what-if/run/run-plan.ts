import { createHash } from 'node:crypto';
import type { Scenario } from '#libs/what-if';
import { scenarioSha256 } from '../experiment/scenario-hash.js';
import type { RunDocument } from './run-document.js';
import { scenarioFolderName } from './scenario-folder-name.js';

/** An experiment that was read, checked and expanded. */
export interface RunPlan {
  readonly name: string;
  readonly question?: string;
  /** The experiment as YAML, with everything that was set beside it. */
  readonly text: string;
  readonly scenarios: readonly Scenario[];
}

/** What a run of the plan is before anything of it is done. */
export function pendingDocument(plan: RunPlan, version: string): RunDocument {
  const { name, question, text, scenarios } = plan;
  return {
    name,
    ...(question === undefined ? {} : { question }),
    version,
    createdFrom: createHash('sha256').update(text).digest('hex'),
    scenarios: scenarios.map((scenario, index) => ({
      name: scenario.name,
      options: scenario.options,
      sha256: scenarioSha256(scenario),
      folder: `scenarios/${scenarioFolderName(index, scenarios.length, scenario.name)}`,
      status: 'pending',
    })),
  };
}
