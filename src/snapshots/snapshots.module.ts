import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { keptControllers } from '../kept-resources/kept-controllers.js';
import { SNAPSHOT } from './snapshot-kind.js';

/** Snapshots of managed disks. */
@Module({ imports: [CqrsModule], controllers: [...keptControllers(SNAPSHOT)] })
export class SnapshotsModule {}
