import { type Command, InvalidArgumentError, Option } from 'commander';
import type { MetadataEndpointDocument } from '../../api-types.js';
import { usageError } from '../../cli-error.js';
import {
  type Call,
  type CommandRunner,
  givenGroup,
  givenName,
  type GroupOption,
  type NameOption,
  namedLeaf,
  withGroup,
} from '../../command-line/leaf-command.js';
import { wholeNumber } from '../../command-line/option-values.js';
import { notTorpor } from '../../connection/arm-client.js';
import { printable } from '../../render/printable.js';
import { fieldLines } from '../../render/table.js';
import type { Session } from '../../session.js';
import { listenForMetadata, type MetadataListener } from './metadata-listener.js';

interface MetadataOptions extends GroupOption, NameOption {
  /** True without a port. */
  readonly listen?: number | true;
  readonly address?: string;
}

const HIGHEST_PORT = 65_535;
const HTTP_PORT = 80;
const LOOPBACK = '127.0.0.1';
/** Where guests in Azure find the service. */
const WELL_KNOWN_ADDRESS = '169.254.169.254';

/** Adds `vm metadata`. */
export function addVmMetadataCommand(vm: Command, runner: CommandRunner): void {
  withGroup(
    namedLeaf(vm, 'metadata', "the address of a VM's metadata service, which only its guest may know"),
  )
    .option(
      '--listen [port]',
      'instead of showing it, serve it at /metadata of this machine until interrupted; 0 for a free port',
      wholeNumber(0, HIGHEST_PORT),
    )
    .addOption(
      new Option(
        '--address <address>',
        `with --listen: an address of the loopback interface (default: ${LOOPBACK}), such as ${WELL_KNOWN_ADDRESS}`,
      ).argParser(loopbackAddress),
    )
    .action(runner.action<MetadataOptions>(run));
}

async function run(call: Call<MetadataOptions>): Promise<void> {
  const { session, options } = call;
  if (options.address !== undefined && options.listen === undefined) {
    throw usageError('--address goes with --listen only');
  }
  const name = givenName(call);
  const path = session.paths.vmMetadata(givenGroup(call), name);
  const { body: value } = await session.client.request<MetadataEndpointDocument>('POST', path);
  if (options.listen !== undefined) return serve(session, options, { name, value });
  const { endpoint } = value.properties;
  await session.print({ value, lines: () => fieldLines([['address', printable(endpoint)]], session.style) });
}

/** Forwards to the server that was asked, whatever host the document names, until the user interrupts. */
async function serve(
  session: Session,
  { listen, address = LOOPBACK }: MetadataOptions,
  { name, value }: { readonly name: string; readonly value: MetadataEndpointDocument },
): Promise<void> {
  const { endpoint } = value.properties;
  if (!URL.canParse(endpoint)) throw notTorpor('an endpoint that is no URL');
  const exchange = session.anonymousExchange();
  try {
    const listener = await listenForMetadata(
      { path: new URL(endpoint).pathname.replace(/\/$/, ''), send: (request) => exchange.send(request) },
      {
        address,
        port: typeof listen === 'number' ? listen : address === WELL_KNOWN_ADDRESS ? HTTP_PORT : 0,
        onAway: (problem) => {
          if (problem === undefined) session.remark('The server answers again.');
          else session.complain(problem);
        },
      },
    );
    try {
      await printListener(session, name, listener);
      await interrupted(session.process.interruption);
    } finally {
      await listener.close();
    }
  } finally {
    exchange.close();
  }
}

/** The address of the VM's own service stays out of it: whoever reads the listener's needs no other. */
function printListener(session: Session, name: string, { url }: MetadataListener): Promise<void> {
  const environment = { AZURE_POD_IDENTITY_AUTHORITY_HOST: url };
  return session.print({
    value: { url: `${url}/metadata`, environment },
    lines: () => [
      `The metadata of ${printable(name)} is at ${url}/metadata; end it with Ctrl-C`,
      'clients of Azure find it there with',
      ...Object.entries(environment).map(([variable, text]) => `  export ${variable}=${text}`),
    ],
  });
}

function interrupted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Whoever reaches the listener is taken for the guest: it is on this machine alone. */
function loopbackAddress(text: string): string {
  const isLoopback = /^127(?:\.\d{1,3}){3}$/.test(text) || text === '::1' || text === WELL_KNOWN_ADDRESS;
  if (isLoopback) return text;
  throw new InvalidArgumentError(`expected 127.x.x.x, ::1 or ${WELL_KNOWN_ADDRESS}.`);
}
