import { generateKeyPairSync, type KeyObject } from 'node:crypto';

export interface SshKeyPair {
  /** One line, as `authorized_keys` has it. */
  readonly publicKey: string;
  /** PEM. */
  readonly privateKey: string;
}

const RSA_BITS = 3_072;
const COMMENT = 'generated-by-torpor';

/** A new pair of keys. Source of the public form: RFC 4253, section 6.6, and RFC 8709 for Ed25519. */
export function newSshKeyPair(encryptionType: 'RSA' | 'Ed25519'): SshKeyPair {
  if (encryptionType === 'Ed25519') {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const blob = packed([Buffer.from('ssh-ed25519'), numberOf(publicKey, 'x')]);
    return { publicKey: `ssh-ed25519 ${blob} ${COMMENT}`, privateKey: pem(privateKey, 'pkcs8') };
  }
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: RSA_BITS });
  const parts = [
    Buffer.from('ssh-rsa'),
    positive(numberOf(publicKey, 'e')),
    positive(numberOf(publicKey, 'n')),
  ];
  return { publicKey: `ssh-rsa ${packed(parts)} ${COMMENT}`, privateKey: pem(privateKey, 'pkcs1') };
}

function numberOf(key: KeyObject, member: 'e' | 'n' | 'x'): Buffer {
  return Buffer.from(key.export({ format: 'jwk' })[member] ?? '', 'base64url');
}

/** A leading zero keeps a number whose first bit is set from being negative. */
function positive(number: Buffer): Buffer {
  const [first = 0] = number;
  return first < 0x80 ? number : Buffer.concat([Buffer.from([0]), number]);
}

function packed(parts: readonly Buffer[]): string {
  const withLengths = parts.flatMap((part) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(part.length);
    return [length, part];
  });
  return Buffer.concat(withLengths).toString('base64');
}

function pem(key: KeyObject, type: 'pkcs1' | 'pkcs8'): string {
  return key.export({ type, format: 'pem' }).toString();
}
