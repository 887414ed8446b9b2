import { z } from 'zod';
import type { KeptKind } from '../kept-kind.js';
import { keptBody, keptPatch } from '../kept-schemas.js';

const PROPERTIES = z.strictObject({ publicKey: z.string().min(1).optional() });

/** Public keys that clients read to put them into the profile of a VM. */
export const SSH_PUBLIC_KEY: KeptKind = {
  type: 'Microsoft.Compute/sshPublicKeys',
  title: 'SSH public key',
  nameKinds: ['computeResource'],
  body: keptBody(PROPERTIES),
  patch: keptPatch(PROPERTIES),
  answer: 'at-once',
  isListedInSubscription: true,
  readOnly: [],
  ignored: [],
  does: 'it is kept and shown; clients read the key and send it with a VM',
};
