import { refusal } from '#libs/refusal';
import { RefusalError } from '../errors/refusal-error.js';
import type { ArmName } from '../persistence/vm-parts.repository.js';

export function nicNotFound({ name, groupName }: ArmName): RefusalError {
  return new RefusalError(refusal('nic-not-found', `NIC ${name} in group ${groupName}`));
}
