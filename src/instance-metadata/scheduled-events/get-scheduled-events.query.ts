import { Query } from '@nestjs/cqrs';
import type { scheduledEventsDocument } from './scheduled-events-document.js';

/** What the guest behind a metadata key is told of what is about to happen. */
export class GetScheduledEventsQuery extends Query<ReturnType<typeof scheduledEventsDocument>> {
  constructor(readonly key: string) {
    super();
  }
}
