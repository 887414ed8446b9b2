import { z } from 'zod';
import { namesOnePlace, ONE_PLACE, targetMembers } from '../preflight-target.js';

/** The body of a preflight of a VM; none means: as things stand. */
export const preflightBody = z
  .strictObject(targetMembers)
  .refine(namesOnePlace, { message: ONE_PLACE, path: ['hostName'] })
  .optional();
export type PreflightBody = z.output<typeof preflightBody>;
