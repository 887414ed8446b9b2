import { Controller } from '@nestjs/common';
import { z } from 'zod';
import { refusal } from '#libs/refusal';
import { ArmPost } from '../../arm/answers.js';
import { GROUP_PATH } from '../../arm/arm-path.js';
import { ArmBody } from '../../arm/body.js';
import { Covers } from '../../arm/openapi/coverage.js';
import { RefusalError } from '../../errors/refusal-error.js';
import type { GroupName } from '../../persistence/group.repository.js';
import { PathGroup } from '../../requests/path-names.js';

const BODY = z.strictObject({
  resources: z.array(z.string()).min(1),
  targetResourceGroup: z.string(),
});
type MoveBody = z.output<typeof BODY>;

/** Resources stay where they were made (ASSUME-28); both requests are answered so. */
@Controller()
export class MoveResourcesController {
  @Covers({ does: 'Refuses: resources stay in the group where they were made', extent: 'refused' })
  @ArmPost(`${GROUP_PATH}/moveResources`)
  move(@PathGroup() group: GroupName, @ArmBody(BODY) body: MoveBody): never {
    throw moveRefusal(group, body);
  }

  @Covers({ does: 'Refuses: resources stay in the group where they were made', extent: 'refused' })
  @ArmPost(`${GROUP_PATH}/validateMoveResources`)
  validate(@PathGroup() group: GroupName, @ArmBody(BODY) body: MoveBody): never {
    throw moveRefusal(group, body);
  }
}

function moveRefusal({ groupName }: GroupName, { resources, targetResourceGroup }: MoveBody): RefusalError {
  const detail = `${resources.length} of group ${groupName} to ${targetResourceGroup}`;
  return new RefusalError(refusal('resource-move-unsupported', detail));
}
