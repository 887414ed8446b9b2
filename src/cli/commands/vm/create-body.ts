import type { ImageReference } from './image-reference.js';

/** What a VM is made of, from the options of `vm create`. */
export interface VmWish {
  readonly name: string;
  readonly location: string;
  readonly size: string;
  readonly image: ImageReference;
  /** Ids, the primary first. */
  readonly nicIds: readonly string[];
  readonly adminUsername: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly enableHibernation?: boolean;
  readonly osDiskSizeGb?: number;
  readonly dataDiskSizesGb?: readonly number[];
  readonly storageSku?: string;
}

/** The document that a PUT of a VM takes. */
export function vmBody(wish: VmWish): object {
  const { name, location, size, image, nicIds, tags, enableHibernation } = wish;
  const disk = wish.storageSku === undefined ? {} : { managedDisk: { storageAccountType: wish.storageSku } };
  return {
    location,
    ...(tags === undefined ? {} : { tags }),
    properties: {
      hardwareProfile: { vmSize: size },
      ...(enableHibernation === undefined
        ? {}
        : { additionalCapabilities: { hibernationEnabled: enableHibernation } }),
      storageProfile: {
        imageReference: image,
        osDisk: {
          createOption: 'FromImage',
          ...(wish.osDiskSizeGb === undefined ? {} : { diskSizeGB: wish.osDiskSizeGb }),
          ...disk,
        },
        dataDisks: (wish.dataDiskSizesGb ?? []).map((diskSizeGB, lun) => ({
          lun,
          createOption: 'Empty',
          diskSizeGB,
          ...disk,
        })),
      },
      osProfile: {
        computerName: name,
        adminUsername: wish.adminUsername,
        linuxConfiguration: { disablePasswordAuthentication: true },
      },
      networkProfile: {
        networkInterfaces: nicIds.map((id, index) => ({ id, properties: { primary: index === 0 } })),
      },
    },
  };
}
