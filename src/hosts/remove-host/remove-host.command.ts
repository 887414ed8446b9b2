import { Command } from '@nestjs/cqrs';

/** Takes a host out of the emulator; false when there was none of this name. */
export class RemoveHostCommand extends Command<boolean> {
  constructor(readonly name: string) {
    super();
  }
}
