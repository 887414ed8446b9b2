import { refusal } from '#libs/refusal';
import type { HibernationExclusion } from '#libs/vm-operations';
import { parseArmId } from '../arm/arm-id.js';
import type { Catalogue } from '../catalogue/load-catalogue.js';
import type { VmSize } from '../catalogue/vm-size.js';
import { RefusalError } from '../errors/refusal-error.js';
import type { ArmName } from '../persistence/vm-parts.repository.js';
import { echoOf } from './echo-of-body.js';
import { imageProfileOf, isManagedImage } from './image-profiles.js';
import { imageSourceOf } from './image-source.js';
import type { VmBody, VmPropertiesBody } from './vm-body/vm.dto.js';
import { storedIdentity } from './vm-identity.js';
import type { WantedVm } from './vm-document.js';
import { wantedDataDisks, wantedOsDisk } from './wanted-disks.js';

const SIZE = 'properties.hardwareProfile.vmSize';
const NICS = 'properties.networkProfile.networkInterfaces';

/** What the body of a PUT that makes a VM in a subscription asks for. Throws `RefusalError`. */
export function wantedVm(body: VmBody, catalogue: Catalogue, subscriptionId: string): WantedVm {
  const { properties = {}, location, tags } = body;
  const { hardwareProfile, storageProfile = {}, additionalCapabilities } = properties;
  if (hardwareProfile?.vmSize === undefined) {
    throw new RefusalError(refusal('invalid-body', `${SIZE} is required`, { target: SIZE }));
  }
  const size = requireSize(catalogue, hardwareProfile.vmSize);
  const hibernationEnabled = additionalCapabilities?.hibernationEnabled ?? false;
  const { imageReference, osDisk = {}, dataDisks = [] } = storageProfile;
  const image = imageProfileOf(imageReference ?? {});
  if (hibernationEnabled && !image.supportsHibernation) {
    const { publisher, offer, sku } = imageReference ?? {};
    throw new RefusalError(
      refusal('image-not-hibernatable', `image ${publisher} ${offer} ${sku}`, {
        target: 'properties.storageProfile.imageReference',
      }),
    );
  }
  const disks = { catalogue, defaultSku: defaultSku(size) };
  return {
    location,
    tags: tags ?? {},
    size: size.name,
    hibernationEnabled,
    exclusions: exclusionsOf(properties),
    ...galleryImageOf(imageReference?.id),
    osDisk: wantedOsDisk(osDisk, {
      ...disks,
      hibernationEnabled,
      ...(imageReference === undefined
        ? {}
        : { image, source: imageSourceOf(imageReference, { subscriptionId, location }) }),
    }),
    dataDisks: wantedDataDisks(dataDisks, disks),
    nics: wantedNics(properties),
    profile: image.guestProfile,
    placement: { strategy: 'spread', avoidHostIds: [] },
    ...(properties.userData === undefined ? {} : { userData: properties.userData }),
    echoed: { ...echoOf(shownBesideProperties(body), properties) },
  };
}

/** The definition of an image that a gallery has, whichever version of it is named. */
function galleryImageOf(id: string | undefined): Pick<WantedVm, 'galleryImage'> {
  const parsed = id === undefined ? undefined : parseArmId(id);
  const [gallery, definition] = parsed?.parts[0]?.segments ?? [];
  if (parsed?.resourceGroup === undefined || gallery?.type !== 'galleries' || definition?.type !== 'images') {
    return {};
  }
  const { subscriptionId, resourceGroup: groupName } = parsed;
  const name = `${gallery.name}/${definition.name}`;
  return { galleryImage: { subscriptionId: subscriptionId.toLowerCase(), groupName, name } };
}

/** Throws size-unknown, naming the member. */
export function requireSize({ sizes }: Catalogue, name: string): VmSize {
  const size = sizes.find(name);
  if (size === undefined)
    throw new RefusalError(refusal('size-unknown', `there is no size ${name}`, { target: SIZE }));
  return size;
}

/** The type of disk that a VM of this size gets when none is named. */
export function defaultSku({ premiumIo }: Pick<VmSize, 'premiumIo'>): string {
  return premiumIo ? 'Premium_LRS' : 'Standard_LRS';
}

/** NICs, the primary first. Throws invalid-parameter when two are primary. */
export function wantedNics({ networkProfile }: VmPropertiesBody): readonly ArmName[] {
  const nics = networkProfile?.networkInterfaces ?? [];
  const primary = nics.filter(({ properties }) => properties?.primary === true);
  if (primary.length > 1) {
    throw new RefusalError(refusal('invalid-parameter', 'only one NIC of a VM is primary', { target: NICS }));
  }
  return [...primary, ...nics.filter((nic) => !primary.includes(nic))].map(({ id }) => id);
}

/** Features of a body that rule hibernation out (AZURE-9 to AZURE-16), in the order of the rules. */
export function exclusionsOf(properties: VmPropertiesBody): readonly HibernationExclusion[] {
  const { priority, availabilitySet, host, hostGroup, capacityReservation, storageProfile, osProfile } =
    properties;
  const { imageReference, osDisk } = storageProfile ?? {};
  const isWindows =
    osProfile?.windowsConfiguration !== undefined ||
    osDisk?.osType === 'Windows' ||
    imageProfileOf(imageReference ?? {}).osType === 'Windows';
  const securityType = properties.securityProfile?.securityType;
  const found: readonly (readonly [boolean, HibernationExclusion])[] = [
    [priority === 'Spot' || priority === 'Low', 'spot'],
    [availabilitySet !== undefined, 'availability set'],
    [host !== undefined || hostGroup !== undefined, 'dedicated host'],
    [capacityReservation?.capacityReservationGroup !== undefined, 'capacity reservation'],
    [imageReference !== undefined && isManagedImage(imageReference), 'managed image'],
    [osDisk?.diffDiskSettings?.option === 'Local', 'ephemeral OS disk'],
    [securityType === 'TrustedLaunch' && !isWindows, 'Trusted Launch on Linux'],
  ];
  return found.flatMap(([applies, exclusion]) => (applies ? [exclusion] : []));
}

/** Members beside `properties` that are kept and shown. */
export function shownBesideProperties({
  zones,
  identity,
  plan,
  ...body
}: Omit<Partial<VmBody>, 'properties'>) {
  const { extendedLocation, placement } = body;
  return { zones, identity: storedIdentity(identity), plan, extendedLocation, placement };
}
