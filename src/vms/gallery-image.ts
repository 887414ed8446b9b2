import type { EntityManager } from 'typeorm';
import { refusal, type Refusal } from '#libs/refusal';
import { findKept } from '../persistence/kept-resource.repository.js';
import type { ArmName } from '../persistence/vm-parts.repository.js';

/** The feature by which the definition of an image says that its versions may hibernate (AZURE-8). */
const FEATURE = 'IsHibernateSupported';

/** Why a VM made of an image in a gallery cannot be enabled for hibernation. */
export async function galleryImageRefusal(
  sql: EntityManager,
  image: ArmName | undefined,
): Promise<Refusal | undefined> {
  if (image === undefined) return undefined;
  const definition = await findKept(sql, { ...image, type: 'Microsoft.Compute/galleries/images' });
  const features = definition?.properties['features'];
  if (Array.isArray(features) && features.some(supportsHibernation)) return undefined;
  return refusal(
    'image-not-hibernatable',
    `gallery image ${image.name} does not have the feature ${FEATURE}`,
    {
      target: 'properties.storageProfile.imageReference',
    },
  );
}

function supportsHibernation(feature: { readonly name?: unknown; readonly value?: unknown }): boolean {
  const { name, value } = feature;
  return String(name).toLowerCase() === FEATURE.toLowerCase() && String(value).toLowerCase() === 'true';
}
