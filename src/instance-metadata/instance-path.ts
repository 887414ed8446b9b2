/** Where the metadata of one VM is served: the paths of Azure's service below a key that stands for the VM. */
export const METADATA_PATH = '/imds/:key';

/** The address of a VM's metadata, to be put where clients would say `http://169.254.169.254`. */
export function metadataEndpoint(origin: string, key: string): string {
  return `${origin}/imds/${key}`;
}
