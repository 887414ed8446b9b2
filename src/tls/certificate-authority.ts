import 'reflect-metadata'; // The X.509 library's dependency injection needs it, before anything else of it.
import { randomBytes, webcrypto, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';

/** A key and its certificate, both PEM. */
export interface CertifiedKey {
  readonly certificate: string;
  readonly key: string;
}

/** NIST P-256 with SHA-256: understood by every client, and fast to generate. */
const KEY_ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

const DAY_MS = 24 * 60 * 60 * 1000;
/** Clocks of clients may be behind. */
const BACKDATED_MS = DAY_MS;
const AUTHORITY_DAYS = 3_650;
/** Some clients refuse server certificates that are valid for longer. Source: Apple, HT211025 (398 days). */
const SERVER_DAYS = 390;

/** Trust stores tell authorities apart by name: one that replaces another gets a name of its own. */
const authorityName = (): string => `Torpor development CA ${randomBytes(3).toString('hex')}`;

/** A certificate authority for development: signs servers only, and no further authorities. */
export async function createAuthority(now: Date): Promise<CertifiedKey> {
  const keys = await generateKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [authorityName()] }],
    keys,
    signingAlgorithm: KEY_ALGORITHM,
    ...validity(now, AUTHORITY_DAYS),
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate: `${certificate.toString('pem')}\n`, key: await privateKeyPem(keys.privateKey) };
}

/** A certificate for a server with these DNS names and IP addresses; the first is its common name. */
export async function issueServerCertificate(
  authority: CertifiedKey,
  names: readonly string[],
  now: Date,
): Promise<CertifiedKey> {
  const keys = await generateKeys();
  const issuer = new x509.X509Certificate(authority.certificate);
  const signingKey = await webcrypto.subtle.importKey('pkcs8', pemBody(authority.key), KEY_ALGORITHM, false, [
    'sign',
  ]);
  const alternatives = names.map((value) => ({
    type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const),
    value,
  }));
  const certificate = await x509.X509CertificateGenerator.create({
    subject: [{ CN: [names[0] ?? 'localhost'] }],
    issuer: issuer.subjectName,
    publicKey: keys.publicKey,
    signingKey,
    signingAlgorithm: KEY_ALGORITHM,
    ...validity(now, SERVER_DAYS),
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(alternatives),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(issuer.publicKey),
    ],
  });
  return { certificate: `${certificate.toString('pem')}\n`, key: await privateKeyPem(keys.privateKey) };
}

/** Whether a certificate is valid for at least so many days more. */
export function isFreshFor(certificate: string, days: number, now: Date): boolean {
  const { validFrom, validTo } = new X509Certificate(certificate);
  return now.getTime() >= Date.parse(validFrom) && Date.parse(validTo) - now.getTime() > days * DAY_MS;
}

function validity(now: Date, days: number): { notBefore: Date; notAfter: Date } {
  return {
    notBefore: new Date(now.getTime() - BACKDATED_MS),
    notAfter: new Date(now.getTime() + days * DAY_MS),
  };
}

async function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return (await webcrypto.subtle.generateKey(KEY_ALGORITHM, true, [
    'sign',
    'verify',
  ])) as webcrypto.CryptoKeyPair;
}

async function privateKeyPem(key: webcrypto.CryptoKey): Promise<string> {
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', key);
  return `${x509.PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n`;
}

function pemBody(pem: string): ArrayBuffer {
  const [body] = x509.PemConverter.decode(pem);
  if (body === undefined) throw new Error('The PEM text holds no key.');
  return body;
}
