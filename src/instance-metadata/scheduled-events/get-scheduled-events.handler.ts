import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { findAnnouncedOperations } from '../../persistence/instance-metadata.repository.js';
import { guestBehind } from '../guest-behind.js';
import { GetScheduledEventsQuery } from './get-scheduled-events.query.js';
import { ANNOUNCED_PIPELINES, scheduledEventsDocument } from './scheduled-events-document.js';

@QueryHandler(GetScheduledEventsQuery)
export class GetScheduledEventsHandler implements IQueryHandler<GetScheduledEventsQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  /** Throws `MetadataError`. */
  async execute({ key }: GetScheduledEventsQuery) {
    const vm = await guestBehind(this.database, key);
    const operations = await findAnnouncedOperations(this.database, vm.id, ANNOUNCED_PIPELINES);
    return scheduledEventsDocument(vm.name, operations);
  }
}
