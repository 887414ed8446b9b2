import { Query } from '@nestjs/cqrs';
import type { DiskRow } from '../../persistence/disk.repository.js';
import type { ResourceListScope } from '../../persistence/resource-list.js';
import type { DiskDocument } from '../disk-document.js';

export interface ListedDisk {
  readonly disk: DiskRow;
  readonly document: DiskDocument;
}

/** Disks of a group or a subscription, one more than the limit when there are more. */
export class ListDisksQuery extends Query<readonly ListedDisk[]> {
  constructor(readonly scope: ResourceListScope) {
    super();
  }
}
