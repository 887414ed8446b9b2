import { armTypeOf, extensionResourceId, parseArmId } from '../arm/arm-id.js';
import { type ArmEnvelope, EMULATOR } from '../emulator-namespace/emulator-resource.js';
import { vmResourceId } from '../operations/begin-vm-operation.js';
import type { VmName } from '../persistence/vm-facts.repository.js';

/** A document about a VM as a resource below it: `vmExtension(vm, 'explanations', 'last', {...})`. */
export function vmExtension<Properties>(
  vm: VmName,
  type: string,
  name: string,
  properties: Properties,
): ArmEnvelope<Properties> {
  const id = extensionResourceId(vmResourceId(vm), `${EMULATOR}/${type}`, name);
  const parsed = parseArmId(id);
  if (parsed === undefined) throw new Error(`malformed id ${id}`);
  return { id, name, type: armTypeOf(parsed), properties };
}
