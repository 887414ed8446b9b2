import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseCsv, type CsvRow } from './csv.js';
import { diskCatalogueOf, type DiskCatalogue } from './disk-catalogue.js';
import { packageRootAbove } from './package-root.js';
import { sizeCatalogueOf, type SizeCatalogue } from './size-catalogue.js';

/** What the product knows of Azure's VM sizes and disks. */
export interface Catalogue {
  readonly sizes: SizeCatalogue;
  readonly disks: DiskCatalogue;
}

let loaded: Catalogue | undefined;

/** The catalogue from the `data` folder of the package, read at the first call. Throws `Error` when it is damaged. */
export function loadCatalogue(): Catalogue {
  loaded ??= readCatalogue(join(packageRootAbove(dirname(fileURLToPath(import.meta.url))), 'data'));
  return loaded;
}

/** Reads the catalogue from a folder laid out like `data`. */
export function readCatalogue(dataFolder: string): Catalogue {
  const rows = (file: string): readonly CsvRow[] =>
    parseCsv(readFileSync(join(dataFolder, file), 'utf8'), file);
  return {
    sizes: sizeCatalogueOf(rows('azure-skus/vm-skus.csv'), rows('azure-hibernation/hibernation-sizes.csv')),
    disks: diskCatalogueOf(rows('azure-skus/disk-skus.csv')),
  };
}
