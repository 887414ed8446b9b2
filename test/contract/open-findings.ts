/**
 * Breaches of the contract that are known and not mended yet. Each is a debt: it is let through so that the rest
 * stays checked, and it goes when the product does as Azure does.
 */
const OPEN_FINDINGS: readonly { readonly finding: RegExp; readonly isOwed: string }[] = [
  {
    finding:
      /\.creationData\.imageReference\.(publisher|offer|sku|version) is not a member of ImageDiskReference$/,
    isOwed: 'the disk of a VM names its image by `id` alone',
  },
  {
    finding: /\.storageProfile\.osDisk\.osState is missing, ImageOSDisk requires it$/,
    isOwed: 'an image says whether its OS disk is generalized',
  },
];

export function isOpenFinding(violation: string): boolean {
  return OPEN_FINDINGS.some(({ finding }) => finding.test(violation));
}
