import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import type { ArmName } from '../persistence/vm-parts.repository.js';

export function diskNotFound({ name, groupName }: ArmName, target?: string): RefusalError {
  const detail = `disk ${name} in group ${groupName}`;
  return new RefusalError(refusal('disk-not-found', detail, target === undefined ? {} : { target }));
}
