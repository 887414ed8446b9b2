import { Query } from '@nestjs/cqrs';
import type { ThrottleSetting } from '#libs/throttling';

/** Whether and how requests are throttled. */
export class GetThrottlingQuery extends Query<ThrottleSetting> {}
