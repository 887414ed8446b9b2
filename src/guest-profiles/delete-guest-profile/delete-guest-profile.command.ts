import { Command } from '@nestjs/cqrs';

/** Deletes a guest profile; false when there was none of this name. VMs that have it keep their copy. */
export class DeleteGuestProfileCommand extends Command<boolean> {
  constructor(readonly name: string) {
    super();
  }
}
