import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, get } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { registerIfPossible } from '../../test/not-run.js';
import { HomeError, type TorporHome, torporHome } from '../home/torpor-home.js';
import { type DevelopmentTls, developmentTls } from './development-tls.js';

const NOW = new Date();
const inDays = (days: number): Date => new Date(NOW.getTime() + days * 86_400_000);

/** Runs `work` while a server with this certificate says hello on the loopback address. */
async function whileServing<T>(tls: DevelopmentTls, work: (url: string) => Promise<T>): Promise<T> {
  const server = createServer({ cert: tls.certificate, key: tls.key }, (_request, response) =>
    response.end('hello'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await work(`https://localhost:${(server.address() as AddressInfo).port}/`);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

/** What a program prints, or its complaint when it fails. */
function outputOf(file: string, args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  return new Promise((resolve) => {
    execFile(file, args, { env: { ...process.env, NODE_OPTIONS: '', ...env } }, (error, stdout, stderr) =>
      resolve(error === null ? stdout.trim() : `${error.message}${stderr}`),
    );
  });
}

function runsHere(program: string): boolean {
  return spawnSync(program, ['--version']).error === undefined;
}

describe('development TLS', () => {
  let home: TorporHome;

  beforeEach(() => {
    home = torporHome({ TORPOR_HOME: mkdtempSync(join(tmpdir(), 'torpor-tls-')) });
  });
  afterEach(() => {
    rmSync(home.directory, { recursive: true, force: true });
  });

  const openssl = (): void => {
    it('satisfies OpenSSL in its strict mode, for each local name', async () => {
      const tls = await developmentTls(home);
      const verify = (...name: readonly string[]): string =>
        execFileSync(
          'openssl',
          [
            'verify',
            '-x509_strict',
            '-purpose',
            'sslserver',
            ...name,
            '-CAfile',
            tls.authorityFile,
            tls.certificateFile,
          ],
          { encoding: 'utf8' },
        ).trim();
      expect([
        verify('-verify_hostname', 'localhost'),
        verify('-verify_ip', '127.0.0.1'),
        verify('-verify_ip', '::1'),
      ]).toEqual(Array.from({ length: 3 }, () => `${tls.certificateFile}: OK`));
    });
  };

  it('satisfies a Node client that trusts the CA, and no other', async () => {
    const tls = await developmentTls(home, ['torpor.test']);
    const ask = (url: string, options: object): Promise<string> =>
      new Promise((resolve) => {
        get(url, { agent: false, ...options }, (response) => {
          response.setEncoding('utf8').on('data', resolve);
        }).on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
      });
    const answers = await whileServing(tls, async (url) => [
      await ask(url, { ca: tls.authority }),
      await ask(url, { ca: tls.authority, servername: 'torpor.test' }),
      await ask(url, { ca: tls.authority, servername: 'other.test' }),
      await ask(url, {}),
    ]);
    expect(answers).toEqual(['hello', 'hello', 'ERR_TLS_CERT_ALTNAME_INVALID', 'SELF_SIGNED_CERT_IN_CHAIN']);
  });

  it('satisfies a process that trusts the CA through NODE_EXTRA_CA_CERTS', async () => {
    const tls = await developmentTls(home);
    const answer = await whileServing(tls, (url) =>
      outputOf(
        process.execPath,
        ['-e', `require('node:https').get('${url}', (r) => r.setEncoding('utf8').on('data', console.log))`],
        { NODE_EXTRA_CA_CERTS: tls.authorityFile },
      ),
    );
    expect(answer).toBe('hello');
  });

  const python = (): void => {
    it('satisfies Python in its strict mode', async () => {
      const tls = await developmentTls(home);
      const answer = await whileServing(tls, (url) =>
        outputOf('python3', [
          '-c',
          `import ssl, urllib.request as u
c = ssl.create_default_context(cafile='${tls.trustBundleFile}')
c.verify_flags |= ssl.VERIFY_X509_STRICT
print(u.urlopen('${url}', context=c).read().decode())`,
        ]),
      );
      expect(answer).toBe('hello');
    });
  };

  for (const [program, register] of [
    ['openssl', openssl],
    ['python3', python],
  ] as const) {
    registerIfPossible(
      {
        what: `certificates checked by ${program}`,
        isHere: runsHere(program),
        without: `no ${program} found`,
        isRequiredInCi: true,
      },
      register,
    );
  }

  it('keeps what it has, and its keys to its owner', async () => {
    const first = await developmentTls(home);
    expect(await developmentTls(home)).toEqual(first);
    const modeOf = (file: string): string => (statSync(file).mode & 0o777).toString(8);
    expect([first.keyFile, join(home.tlsDirectory, 'ca.key.pem'), first.authorityFile].map(modeOf)).toEqual([
      '600',
      '600',
      '644',
    ]);
  });

  const RENEWALS: readonly {
    readonly when: string;
    readonly change: (tls: DevelopmentTls, home: TorporHome) => void;
    readonly names?: readonly string[];
    readonly now?: Date;
    readonly renewed: { readonly authority: boolean; readonly certificate: boolean };
  }[] = [
    {
      when: 'nothing has changed',
      change: () => undefined,
      renewed: { authority: false, certificate: false },
    },
    {
      when: 'a name is missing',
      change: () => undefined,
      names: ['host.test', '10.0.0.4'],
      renewed: { authority: false, certificate: true },
    },
    {
      when: 'the server certificate ends soon',
      change: () => undefined,
      now: inDays(365),
      renewed: { authority: false, certificate: true },
    },
    {
      when: 'the CA ends soon',
      change: () => undefined,
      now: inDays(3_600),
      renewed: { authority: true, certificate: true },
    },
    {
      when: 'the key belongs to another certificate',
      change: (tls, { tlsDirectory }) => copyFileSync(join(tlsDirectory, 'ca.key.pem'), tls.keyFile),
      renewed: { authority: false, certificate: true },
    },
    {
      when: 'the CA is damaged',
      change: (tls) => writeFileSync(tls.authorityFile, 'nonsense'),
      renewed: { authority: true, certificate: true },
    },
  ];
  for (const { when, change, names = [], now = NOW, renewed } of RENEWALS) {
    it(`renews what it must when ${when}`, async () => {
      const before = await developmentTls(home, [], NOW);
      change(before, home);
      const after = await developmentTls(home, names, now);
      expect({
        authority: after.authority !== before.authority,
        certificate: after.certificate !== before.certificate,
      }).toEqual(renewed);
      expect(await developmentTls(home, names, now)).toEqual(after);
    });
  }

  it('refuses a name that no certificate can carry', async () => {
    await expect(developmentTls(home, ['https://localhost'])).rejects.toEqual(
      new HomeError(
        '"https://localhost" is neither a DNS name nor an IP address, so no certificate can be issued for it.',
        'Give host names without scheme and port.',
      ),
    );
  });
});
