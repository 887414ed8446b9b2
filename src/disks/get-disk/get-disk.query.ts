import { Query } from '@nestjs/cqrs';
import type { ArmName } from '../../persistence/vm-parts.repository.js';
import type { DiskDocument } from '../disk-document.js';

export class GetDiskQuery extends Query<DiskDocument> {
  constructor(readonly name: ArmName) {
    super();
  }
}
