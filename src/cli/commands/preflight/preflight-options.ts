/** What is asked about a VM; whatever is left out stays as it is. */
export interface PreflightOptions {
  readonly file?: string;
  readonly policy?: string;
  readonly host?: string;
  readonly generation?: string;
  readonly kernel?: string;
  readonly self?: boolean;
}
