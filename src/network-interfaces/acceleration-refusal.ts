import { refusal, type Refusal } from '#libs/refusal';
import type { NicFacts, SizeFacts } from '#libs/vm-operations';

/** Whether a NIC would get a VF on a size that has none to give (AZURE-43). */
export function accelerationRefusal(
  { name: sizeName, acceleratedNetworking }: Pick<SizeFacts, 'name' | 'acceleratedNetworking'>,
  nics: readonly Pick<NicFacts, 'name' | 'isAccelerated'>[],
): Refusal | undefined {
  const nic = acceleratedNetworking ? undefined : nics.find(({ isAccelerated }) => isAccelerated);
  if (nic === undefined) return undefined;
  return refusal(
    'size-without-accelerated-networking',
    `${sizeName} does not, and NIC ${nic.name} has it on`,
  );
}
