import { Query } from '@nestjs/cqrs';
import type { Explanation } from '#libs/explanation';
import type { VmName } from '../../persistence/vm-facts.repository.js';

/** What the latest verdict of a VM means, and why it came to be. */
export class GetExplanationQuery extends Query<Explanation> {
  constructor(readonly vm: VmName) {
    super();
  }
}
