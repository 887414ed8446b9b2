import { createPrivateKey, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { readIfPresent, replaceFile } from '../home/durable-file.js';
import { withProcessLock } from '../home/process-lock.js';
import { HomeError, type TorporHome } from '../home/torpor-home.js';
import {
  type CertifiedKey,
  createAuthority,
  isFreshFor,
  issueServerCertificate,
} from './certificate-authority.js';

/** What the server presents and what its clients trust, as files and as PEM texts. */
export interface DevelopmentTls {
  /** Trust this: `NODE_EXTRA_CA_CERTS`, `SSL_CERT_FILE`. */
  readonly authorityFile: string;
  /** The same together with the public authorities, for clients that take one file instead of the system's. */
  readonly trustBundleFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly authority: string;
  /** Certificate of the server, then that of its authority. */
  readonly certificate: string;
  readonly key: string;
}

/** Names under which a server on this machine is reached. */
const LOCAL_NAMES = ['localhost', '127.0.0.1', '::1'];

const RENEW_AUTHORITY_DAYS = 60;
const RENEW_SERVER_DAYS = 30;

const PUBLIC_FILE_MODE = 0o644;

/**
 * The home's development CA and a server certificate for `localhost`, `127.0.0.1`, `::1` and `extraNames` (DNS
 * names or IP addresses). Generated when missing; renewed when near expiry, damaged, or short of a name. Keys are
 * mode 0600. A renewed CA has to be trusted anew, so it is renewed only when it must be. Throws HomeError.
 */
export async function developmentTls(
  home: TorporHome,
  extraNames: readonly string[] = [],
  now: Date = new Date(),
): Promise<DevelopmentTls> {
  for (const name of extraNames) checkName(name);
  const names = [...new Set([...LOCAL_NAMES, ...extraNames.map((name) => name.toLowerCase())])];
  return withProcessLock(join(home.runDirectory, 'tls.lock'), async () => {
    const at = (name: string): string => join(home.tlsDirectory, name);
    const authorityFiles = { certificate: at('ca.crt.pem'), key: at('ca.key.pem') };
    const serverFiles = { certificate: at('server.crt.pem'), key: at('server.key.pem') };

    const storedAuthority = readPair(authorityFiles);
    const authority =
      storedAuthority !== undefined && isFreshFor(storedAuthority.certificate, RENEW_AUTHORITY_DAYS, now)
        ? storedAuthority
        : await createAuthority(now);
    if (authority !== storedAuthority) writePair(authorityFiles, authority);

    const storedServer = readPair(serverFiles);
    const server =
      storedServer !== undefined && serves(storedServer, { authority, names, now })
        ? storedServer
        : withChain(await issueServerCertificate(authority, names, now), authority);
    if (server !== storedServer) writePair(serverFiles, server);

    const trustBundleFile = at('trust-bundle.crt.pem');
    const bundle = `${[...rootCertificates, authority.certificate.trimEnd()].join('\n')}\n`;
    if (readIfPresent(trustBundleFile) !== bundle) replaceFile(trustBundleFile, bundle, PUBLIC_FILE_MODE);
    return {
      authorityFile: authorityFiles.certificate,
      trustBundleFile,
      certificateFile: serverFiles.certificate,
      keyFile: serverFiles.key,
      authority: authority.certificate,
      certificate: server.certificate,
      key: server.key,
    };
  });
}

interface PairFiles {
  readonly certificate: string;
  readonly key: string;
}

/** A stored pair, or undefined when a half is missing, damaged, or belongs to another. */
function readPair(files: PairFiles): CertifiedKey | undefined {
  const certificate = readIfPresent(files.certificate);
  const key = readIfPresent(files.key);
  if (certificate === undefined || key === undefined) return undefined;
  try {
    return new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))
      ? { certificate, key }
      : undefined;
  } catch {
    return undefined;
  }
}

/** The key first: a crash in between leaves a pair that does not match, which the next start replaces. */
function writePair(files: PairFiles, pair: CertifiedKey): void {
  replaceFile(files.key, pair.key);
  replaceFile(files.certificate, pair.certificate, PUBLIC_FILE_MODE);
}

function withChain(server: CertifiedKey, authority: CertifiedKey): CertifiedKey {
  return { certificate: `${server.certificate}${authority.certificate}`, key: server.key };
}

/** Whether a stored server certificate is of this authority, has every name, and does not end soon. */
function serves(
  server: CertifiedKey,
  wanted: { readonly authority: CertifiedKey; readonly names: readonly string[]; readonly now: Date },
): boolean {
  const certificate = new X509Certificate(server.certificate);
  const authority = new X509Certificate(wanted.authority.certificate);
  return (
    server.certificate.endsWith(wanted.authority.certificate) &&
    certificate.checkIssued(authority) &&
    certificate.verify(authority.publicKey) &&
    isFreshFor(server.certificate, RENEW_SERVER_DAYS, wanted.now) &&
    wanted.names.every((name) => (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)))
  );
}

const DNS_NAME =
  /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

function checkName(name: string): void {
  if (isIP(name) !== 0 || (DNS_NAME.test(name) && name.length <= 253)) return;
  throw new HomeError(
    `"${name}" is neither a DNS name nor an IP address, so no certificate can be issued for it.`,
    'Give host names without scheme and port.',
  );
}
