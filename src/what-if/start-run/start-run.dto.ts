import { z } from 'zod';
import { emulatorBody } from '../../emulator-namespace/emulator-resource.js';
import { READ_ONLY } from '../../requests/arm-schemas.js';
import { experimentMembers } from '../runs/submitted-experiment.js';

/** A run to start; what only answers fill in is let through. */
export const startRunBody = emulatorBody(
  z.strictObject({
    ...experimentMembers,
    provisioningState: READ_ONLY,
    experimentName: READ_ONLY,
    question: READ_ONLY,
    experimentSha256: READ_ONLY,
    version: READ_ONLY,
    createdAt: READ_ONLY,
    endedAt: READ_ONLY,
    scenarioCount: READ_ONLY,
    scenariosDone: READ_ONLY,
    progress: READ_ONLY,
    error: READ_ONLY,
    scenarios: READ_ONLY,
  }),
);
export type StartRunBody = z.output<typeof startRunBody>;
