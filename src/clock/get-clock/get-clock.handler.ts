import { Inject } from '@nestjs/common';
import { type IQueryHandler, QueryHandler } from '@nestjs/cqrs';
import { DataSource } from 'typeorm';
import { type ClockSetting, readClock } from '../../operations/emulated-clock.js';
import { GetClockQuery } from './get-clock.query.js';

@QueryHandler(GetClockQuery)
export class GetClockHandler implements IQueryHandler<GetClockQuery> {
  constructor(@Inject(DataSource) private readonly database: DataSource) {}

  execute(_query: GetClockQuery): Promise<ClockSetting> {
    return readClock(this.database);
  }
}
