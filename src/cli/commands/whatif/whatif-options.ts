/** Options of commands on files of experiments. */
export interface ExperimentOptions {
  /** `path=value` as typed. */
  readonly set?: readonly string[];
}

export interface RunOptions extends ExperimentOptions {
  readonly out?: string;
  readonly threads?: number;
  readonly distribute?: true;
  readonly series?: true;
}

export interface ExplainOptions {
  readonly scenario?: string;
  /** File of VMs. */
  readonly fleet?: string;
  readonly full?: true;
}

export interface InventoryOptions {
  readonly out: string;
}
