import { z } from 'zod';
import { emulatorBody } from '../../emulator-namespace/emulator-resource.js';

/** The body of a PUT of a policy. What is in it is for the domain to judge: it knows every kind of device. */
export const policyBody = emulatorBody(z.looseObject({}));
export type PolicyBody = z.output<typeof policyBody>;
