import { Query } from '@nestjs/cqrs';
import type { RunningGuest } from '#libs/linux-guest';
import type { StoredEmulation } from '../../persistence/emulation.repository.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';

/** The VM and the Linux that runs in it. */
export class GetGuestViewQuery extends Query<{
  readonly stored: StoredEmulation;
  readonly guest: RunningGuest;
}> {
  constructor(readonly vm: VmName) {
    super();
  }
}
