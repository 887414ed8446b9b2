import { z, type ZodType } from 'zod';
import { inSubscription } from '../arm/arm-path.js';
import { type ArmId, armTypeOf, formatArmId } from '../arm/arm-id.js';
import { READ_ONLY_ENVELOPE } from '../requests/arm-schemas.js';

/** Namespace of what Azure does not have: hosts, policies, guest profiles, clock, operations, jobs. */
export const EMULATOR = 'Torpor.Emulator';

/** Route of a resource of the emulator: `emulatorPath('hosts/:hostName')`. */
export function emulatorPath(path: string): string {
  return inSubscription(EMULATOR, path);
}

/** Route of a resource that belongs to no subscription: `installationPath('subscriptions/:id')`. */
export function installationPath(path: string): string {
  return `/providers/${EMULATOR}/${path}`;
}

/** The envelope in which Azure Resource Manager shows a resource. */
export interface ArmEnvelope<Properties> {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly properties: Properties;
}

/** A resource of the emulator in a subscription: `emulatorResource(s, 'hosts', 'host-1', {...})`. */
export function emulatorResource<Properties>(
  subscriptionId: string,
  type: string,
  name: string,
  properties: Properties,
): ArmEnvelope<Properties> {
  const id: ArmId = { subscriptionId, parts: [{ provider: EMULATOR, segments: [{ type, name }] }] };
  return { id: formatArmId(id), name, type: armTypeOf(id), properties };
}

/** A resource of the emulator that belongs to no subscription. */
export function installationResource<Properties>(
  type: string,
  name: string,
  properties: Properties,
): ArmEnvelope<Properties> {
  return { id: installationPath(`${type}/${name}`), name, type: `${EMULATOR}/${type}`, properties };
}

/**
 * The body of a PUT: the members that matter are all in `properties`. What the envelope adds to a document that
 * was read is let through and ignored, so that it can be changed and sent back.
 */
export function emulatorBody<Properties extends ZodType>(properties: Properties) {
  return z.strictObject({ ...READ_ONLY_ENVELOPE, properties });
}
