import { refusal } from '#libs/refusal';
import { RefusalError } from '../../errors/refusal-error.js';
import { authorityShape, type AuthorityShape } from './authority-path.js';

/** The shape of a directory that is read. Throws RefusalError resource-not-found. */
export function requireShape(tenant: string): AuthorityShape {
  const shape = authorityShape(tenant);
  if (shape !== undefined) return shape;
  throw new RefusalError(refusal('resource-not-found', `directory ${tenant.slice(0, 100)}`));
}
