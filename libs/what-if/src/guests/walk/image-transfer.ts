/** An image on its way to or from the disk. */
export interface ImageTransfer {
  readonly bytes: number;
  readonly ms: number;
}
