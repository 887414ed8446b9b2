import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

interface Service {
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly healthcheck?: object;
  readonly deploy?: { readonly replicas: string };
}

const file = fileURLToPath(new URL('../../docker-compose.yml', import.meta.url));
const { services } = parse(readFileSync(file, 'utf8'), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
};

describe('docker-compose.yml', () => {
  it('has API, workers and engines', () => {
    const facts = Object.entries(services).map(([name, { ports, healthcheck, deploy }]) => ({
      name,
      ports,
      isWatched: healthcheck !== undefined,
      replicas: deploy?.replicas,
    }));
    expect(facts).toEqual([
      { name: 'api', ports: ['127.0.0.1:${TORPOR_PORT:-8443}:8443'], isWatched: true, replicas: undefined },
      { name: 'worker', ports: undefined, isWatched: false, replicas: '${WORKERS:-2}' },
      { name: 'postgres', ports: undefined, isWatched: true, replicas: undefined },
      { name: 'redis', ports: undefined, isWatched: true, replicas: undefined },
    ]);
  });

  it('takes every secret from the environment, and starts with none of its own', () => {
    const secrets = Object.values(services).flatMap(({ environment = {} }) =>
      Object.entries(environment).filter(([name]) => /PASSWORD|TOKEN|_URL/.test(name)),
    );
    const withoutRequirement = secrets.filter(([, value]) => !/\$\{[A-Z_]+:\?[^}]+\}/.test(value));
    expect({ secrets: secrets.length, withoutRequirement }).toEqual({ secrets: 8, withoutRequirement: [] });
  });

  it('gives API and workers the same database, queue and token', () => {
    const shared = (service: Service | undefined): object => {
      const { DATABASE_URL, REDIS_URL, TORPOR_TOKEN } = service?.environment ?? {};
      return { DATABASE_URL, REDIS_URL, TORPOR_TOKEN };
    };
    expect(shared(services['worker'])).toEqual(shared(services['api']));
  });
});
