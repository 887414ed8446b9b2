import { AUTHORITY_PATH } from '../../identity/challenge.js';

/** What clients read to learn the end points of a cloud, in the shape of the version they ask for. */
export type CloudMetadata = OldCloudMetadata | CloudDescription | readonly CloudDescription[];

/** Shape of 2015-01-01. */
interface OldCloudMetadata {
  readonly galleryEndpoint: string;
  readonly graphEndpoint: string;
  readonly portalEndpoint: string;
  readonly authentication: { readonly loginEndpoint: string; readonly audiences: readonly string[] };
}

interface CloudDescription {
  readonly name: string;
  readonly portal: string;
  readonly authentication: {
    readonly loginEndpoint: string;
    readonly audiences: readonly string[];
    readonly tenant: string;
    readonly identityProvider: 'ADFS';
  };
  readonly resourceManager: string;
  readonly gallery: string;
  readonly graph: string;
  readonly graphAudience: string;
  readonly microsoftGraphResourceId: string;
  readonly vmImageAliasDoc: string;
  readonly suffixes: Readonly<Record<string, string>>;
}

/**
 * The metadata of this cloud under the origin the client reached: one object in the versions up to 2018 and from
 * 2022 on, a list of clouds between. Services that are not emulated have no suffix. An authority in the shape of
 * ADFS keeps clients from asking hosts outside.
 */
export function cloudMetadata(origin: string, apiVersion: string): CloudMetadata {
  const loginEndpoint = origin + AUTHORITY_PATH;
  const year = Number(apiVersion.slice(0, 4));
  if (year < 2019) {
    return {
      galleryEndpoint: origin,
      graphEndpoint: origin,
      portalEndpoint: origin,
      authentication: { loginEndpoint, audiences: [origin] },
    };
  }
  const description: CloudDescription = {
    name: 'Torpor',
    portal: origin,
    authentication: { loginEndpoint, audiences: [origin], tenant: 'adfs', identityProvider: 'ADFS' },
    resourceManager: origin,
    gallery: origin,
    graph: origin,
    graphAudience: origin,
    microsoftGraphResourceId: origin,
    vmImageAliasDoc: `${origin}/aliases.json`,
    suffixes: {},
  };
  return year < 2022 ? [description] : description;
}
