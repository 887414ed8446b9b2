import { z } from 'zod';
import { emulatorBody } from '../../emulator-namespace/emulator-resource.js';

/**
 * The body of a PUT of a policy. What is in it is for the domain to judge: it knows every kind of device. Members
 * that reading adds are let through and ignored.
 */
export const policyBody = emulatorBody(
  z.looseObject({}).transform(({ version: _1, isBuiltIn: _2, isActive: _3, ...document }) => document),
);
export type PolicyBody = z.output<typeof policyBody>;
