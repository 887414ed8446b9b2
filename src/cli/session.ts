import { type CliError, usageError } from './cli-error.js';
import type { CliProcess } from './cli-process.js';
import { errorLines } from './error-lines.js';
import { ArmClient } from './connection/arm-client.js';
import { type Connection, resolveConnection } from './connection/connection.js';
import { type ExchangeLimits, HttpExchange } from './connection/http-exchange.js';
import { ResourcePaths } from './connection/resource-paths.js';
import {
  applyQuery,
  formatDocument,
  OUTPUT_FORMATS,
  type OutputFormat,
  type Printed,
} from './output/format-document.js';
import { type Style, styleFor } from './render/style.js';

/** Options that every command takes. */
export interface CommonOptions {
  readonly output?: OutputFormat;
  readonly query?: string;
  readonly server?: string;
  readonly subscription?: string;
  /** Seconds that one request may take. */
  readonly timeout?: number;
}

/** The subscription of a server that was not told another one. */
const DEFAULT_SUBSCRIPTION_ID = '11111111-1111-1111-1111-111111111111';

const DEFAULT_TIMEOUT_SECONDS = 30;

/** One run of one command: its connection and its way of printing. */
export class Session {
  readonly format: OutputFormat;
  /** How stdout is coloured. */
  readonly style: Style;
  readonly paths: ResourcePaths;
  readonly #query: string | undefined;
  /** The API. Connects with its first request, which throws `CliError` when it is not known where to. */
  readonly client: ArmClient;
  #http: HttpExchange | undefined;

  constructor(
    readonly process: CliProcess,
    private readonly options: CommonOptions,
  ) {
    this.format = options.output ?? formatOf(process.env['TORPOR_OUTPUT']);
    this.style = styleFor(process.stdout, process.env);
    this.paths = new ResourcePaths(
      options.subscription ?? (process.env['TORPOR_SUBSCRIPTION'] || DEFAULT_SUBSCRIPTION_ID),
    );
    this.#query = options.query;
    this.client = new ArmClient(
      { send: (request) => (this.#http ??= this.#connect()).send(request) },
      (milliseconds) => process.sleep(milliseconds),
    );
  }

  /** Whether people read the output, rather than what a query or a format makes of it. */
  get isForPeople(): boolean {
    return this.format === 'table' && this.#query === undefined;
  }

  /** Columns to fit into, on a terminal. */
  get width(): { readonly width?: number } {
    const { isTTY, columns } = this.process.stdout;
    return isTTY && columns !== undefined ? { width: columns } : {};
  }

  /** Prints what REST returned: as it is, or what the query selects of it. */
  async print({ value, lines }: Printed): Promise<void> {
    const printed: Printed =
      this.#query === undefined
        ? { value, ...(lines === undefined ? {} : { lines }) }
        : { value: await applyQuery(value, this.#query) };
    this.process.stdout.write(await formatDocument(printed, this.format, this.style));
  }

  /** A sentence for people about what was done; nothing in the formats that programs read. */
  say(line: string): void {
    if (this.isForPeople) this.process.stdout.write(`${line}\n`);
  }

  /** A remark beside the output. */
  remark(line: string): void {
    this.process.stderr.write(`${line}\n`);
  }

  /** Tells a problem on stderr without ending the command. */
  complain({ problem }: CliError): void {
    const { stderr, env } = this.process;
    for (const line of errorLines(problem, styleFor(stderr, env))) this.remark(line);
  }

  close(): void {
    this.#http?.close();
  }

  /** The server without the token: for what is asked in somebody else's place. To be closed by the caller. */
  anonymousExchange(): HttpExchange {
    const { token: _own, ...connection } = this.#connection();
    return new HttpExchange(connection, this.#limits());
  }

  #connect(): HttpExchange {
    return new HttpExchange(this.#connection(), this.#limits());
  }

  #connection(): Connection {
    return resolveConnection(this.options.server, this.process.env);
  }

  #limits(): ExchangeLimits {
    const { timeout = DEFAULT_TIMEOUT_SECONDS } = this.options;
    return { timeoutMs: timeout * 1_000, interruption: this.process.interruption };
  }
}

function formatOf(text: string | undefined): OutputFormat {
  if (!text) return 'table';
  const format = OUTPUT_FORMATS.find((known) => known === text);
  if (format === undefined)
    throw usageError(`TORPOR_OUTPUT is "${text}", not one of ${OUTPUT_FORMATS.join(', ')}`);
  return format;
}
