import { imageProfileOf } from '../vms/image-profiles.js';
import { OFFERED_IMAGES, type OfferedImage } from './offered-images.js';

interface AliasedImage {
  readonly publisher: string;
  readonly offer: string;
  readonly sku: string;
  readonly version: 'latest';
  readonly architecture: 'x64' | 'Arm64';
}

type Aliases = Readonly<Record<string, AliasedImage>>;

/** Has the form of a template, of which clients read the output `aliases`. */
export interface ImageAliasDocument {
  readonly $schema: string;
  readonly contentVersion: string;
  readonly parameters: object;
  readonly variables: object;
  readonly resources: readonly never[];
  readonly outputs: {
    readonly aliases: {
      readonly type: 'object';
      readonly value: { readonly Linux: Aliases; readonly Windows: Aliases };
    };
  };
}

/** Short names of the images in the catalogue, by OS. Clients need all five members of each. */
export function imageAliases(): ImageAliasDocument {
  return {
    $schema: 'http://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json',
    contentVersion: '1.0.0.0',
    parameters: {},
    variables: {},
    resources: [],
    outputs: {
      aliases: { type: 'object', value: { Linux: aliasesOf('Linux'), Windows: aliasesOf('Windows') } },
    },
  };
}

function aliasesOf(osType: 'Linux' | 'Windows'): Aliases {
  const images = OFFERED_IMAGES.filter((image) => imageProfileOf(image).osType === osType);
  return Object.fromEntries(
    images.flatMap((image) => (image.alias === undefined ? [] : [[image.alias, aliased(image)]])),
  );
}

function aliased({ publisher, offer, sku, architecture }: OfferedImage): AliasedImage {
  return { publisher, offer, sku, version: 'latest', architecture };
}
