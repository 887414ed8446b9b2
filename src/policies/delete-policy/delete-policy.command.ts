import { Command } from '@nestjs/cqrs';

/** Deletes a policy that is in force nowhere; false when there was none of this name. */
export class DeletePolicyCommand extends Command<boolean> {
  constructor(readonly name: string) {
    super();
  }
}
