/** What clusters are compiled with: regions of VMs, and types by name. */
export interface ClusterPlace {
  readonly regions: readonly string[];
  readonly indexOf: (type: string) => number | undefined;
}
