import { Command } from '@nestjs/cqrs';
import type { ThrottleSetting } from '#libs/throttling';

/** Switches throttling on or off, with what limits; buckets are full afterwards. */
export class PutThrottlingCommand extends Command<ThrottleSetting> {
  constructor(readonly setting: ThrottleSetting) {
    super();
  }
}
