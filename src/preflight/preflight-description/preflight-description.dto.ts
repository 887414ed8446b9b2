import { z } from 'zod';
import { descriptionSchema } from '../description/description-schema.js';
import { namesOnePlace, ONE_PLACE, targetMembers } from '../preflight-target.js';

/** The body of a preflight of a VM that is only described. */
export const preflightDescriptionBody = z
  .strictObject({ ...targetMembers, virtualMachine: descriptionSchema })
  .refine(namesOnePlace, { message: ONE_PLACE, path: ['hostName'] });
export type PreflightDescriptionBody = z.output<typeof preflightDescriptionBody>;
