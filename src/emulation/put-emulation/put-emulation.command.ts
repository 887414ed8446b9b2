import { Command } from '@nestjs/cqrs';
import type { PlacementWish } from '#libs/vm-operations';
import type { StoredEmulation } from '../../persistence/emulation.repository.js';
import type { VmName } from '../../persistence/vm-facts.repository.js';
import type { GuestOverrides } from '../guest-configuration.js';

/** Members that are absent stay as they are. */
export interface EmulationUpdate {
  /** `null`: the policy of the server. */
  readonly policy?: string | null;
  readonly guestProfile?: string;
  /** All that this VM has otherwise than its profile: what was overridden before and is not named here goes. */
  readonly guestOverrides?: GuestOverrides;
  readonly placement?: Omit<PlacementWish, 'avoidHostIds'>;
}

/** Changes how a VM is emulated. What a guest can notice while it runs holds at once, the rest from its next boot. */
export class PutEmulationCommand extends Command<StoredEmulation> {
  constructor(
    readonly vm: VmName,
    readonly update: EmulationUpdate,
  ) {
    super();
  }
}
