import { randomUUID } from 'node:crypto';
import { Module } from '@nestjs/common';
import type { InjectOptions } from 'fastify';
import { pino } from 'pino';
import type { DataSource } from 'typeorm';
import { ApiModule } from '../../src/api.module.js';
import { type ArmApp, createArmApp } from '../../src/arm/create-app.js';
import { BUILT_IN_ROLES } from '../../src/authorization/built-in-roles.js';
import { loadCatalogue } from '../../src/catalogue/load-catalogue.js';
import { seedBuiltInProfiles } from '../../src/guest-profiles/seed-built-ins.js';
import { hashSecret } from '../../src/identity/authority/client-secret.js';
import { TokenIssuer } from '../../src/identity/authority/token-issuer.js';
import type { IdentitySettings } from '../../src/identity/identity-settings.js';
import { JobsModule } from '../../src/jobs/jobs.module.js';
import { OperationDriver } from '../../src/operations/operation-driver.js';
import { OperationRelay } from '../../src/operations/operation-relay.js';
import { insertServicePrincipal } from '../../src/persistence/principal.repository.js';
import type { ArmAnswer } from './arm-app.js';
import { InProcessQueue } from './in-process-queue.js';
import { StoredCloud, SUBSCRIPTION } from './stored-cloud.js';

export const OTHER_SUBSCRIPTION = '44444444-4444-4444-4444-444444444444';
export const HOST = 'localhost:8443';
export const SECRET = 'a-secret-of-the-tests';
export const OWNER_TOKEN = 'token-of-the-owner';

/** The tokens of a test carry this audience unless they are to be wrong. */
export const AUDIENCE = `https://${HOST}`;

/** A service principal with a token. */
export interface TestPrincipal {
  readonly id: string;
  readonly appId: string;
  readonly name: string;
  readonly token: string;
}

export interface Sent {
  readonly method?: string;
  readonly path: string;
  /** Bearer token; the owner's unless given, `null` for none. */
  readonly token?: string | null;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The whole API over HTTP, on a real database, with a worker in the same process and principals in it. */
export class IdentityApp {
  private constructor(
    readonly cloud: StoredCloud,
    readonly queue: InProcessQueue,
    readonly arm: ArmApp,
    readonly ownsCloud: boolean,
  ) {}

  /** With `beside`, a second process on the database of the first one. */
  static async open(settings: Partial<IdentitySettings> = {}, beside?: IdentityApp): Promise<IdentityApp> {
    const queue = new InProcessQueue();
    const cloud = beside?.cloud ?? (await StoredCloud.open(() => queue));
    const { database, locks } = cloud;
    if (beside === undefined) await seedBuiltInProfiles(database);
    const logger = pino({ level: 'fatal' });
    const runtime = { database, queue, locks, catalogue: loadCatalogue(), logger };
    const subscriptions = [SUBSCRIPTION, OTHER_SUBSCRIPTION].map((id) => ({
      id,
      displayName: id.slice(0, 4),
    }));

    @Module({
      imports: [
        ApiModule.forRoot(runtime, { accessTokens: [OWNER_TOKEN], subscriptions, settings }),
        JobsModule,
      ],
      providers: [OperationDriver],
    })
    class IdentityTestModule {}

    const arm = await createArmApp(IdentityTestModule, { logger });
    const driver = arm.app.get(OperationDriver);
    await queue.process((id) => driver.drive(id), { concurrency: 8 });
    return new IdentityApp(cloud, queue, arm, beside === undefined);
  }

  get database(): DataSource {
    return this.cloud.database;
  }

  /** Makes a service principal with the secret of the tests, and a token for it. */
  async principal(name: string = `p-${randomUUID()}`): Promise<TestPrincipal> {
    const made = await insertServicePrincipal(this.database, {
      name,
      displayName: name,
      appId: randomUUID(),
      secret: await hashSecret(SECRET),
    });
    if (made === undefined) throw new Error(`principal ${name} exists`);
    const issuer = this.arm.app.get(TokenIssuer, { strict: false });
    const { token } = await issuer.issue(made, AUDIENCE);
    return { id: made.id, appId: made.appId, name, token };
  }

  /** Assigns a role; answers the path of the assignment. */
  async assign(principal: TestPrincipal, role: string, scope: string): Promise<string> {
    const roleId = BUILT_IN_ROLES.find(({ name }) => name === role)?.id;
    const path = `${scope}/providers/Microsoft.Authorization/roleAssignments/${randomUUID()}`;
    const roleDefinitionId = `/providers/Microsoft.Authorization/roleDefinitions/${roleId}`;
    await this.ok({
      method: 'PUT',
      path,
      body: { properties: { roleDefinitionId, principalId: principal.id } },
    });
    return path;
  }

  async send({ method = 'GET', path, token = OWNER_TOKEN, body, headers = {} }: Sent): Promise<ArmAnswer> {
    const url = path.replace(/^https?:\/\/[^/]+/, '');
    const answer = await this.inject({
      method: method as 'GET',
      url: url.includes('api-version=')
        ? url
        : `${url}${url.includes('?') ? '&' : '?'}api-version=2022-04-01`,
      headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...headers },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    return answer;
  }

  /** Sends a request as it is. */
  async inject(options: InjectOptions): Promise<ArmAnswer> {
    const answer = await this.arm.app.inject({ ...options, headers: { host: HOST, ...options.headers } });
    return {
      status: answer.statusCode,
      headers: answer.headers as Record<string, string | undefined>,
      body: answer.body === '' ? undefined : JSON.parse(answer.body),
    };
  }

  /** Sends a form to the token end point of a tenant. */
  askToken(
    fields: Readonly<Record<string, string>>,
    { path = '/adfs/oauth2/token', headers = {}, remoteAddress = '127.0.0.1' } = {},
  ): Promise<ArmAnswer> {
    return this.inject({
      method: 'POST',
      url: path,
      remoteAddress,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      payload: new URLSearchParams(fields).toString(),
    });
  }

  /** Sends a request that must succeed; answers the body. */
  async ok(sent: Sent): Promise<ArmAnswer['body']> {
    const { status, body } = await this.send(sent);
    if (status >= 300) throw new Error(`${sent.method} ${sent.path}: ${status} ${JSON.stringify(body)}`);
    return body;
  }

  /** Waits until no operation is queued or driven. */
  async settled(): Promise<void> {
    const relay = this.arm.app.get(OperationRelay);
    do {
      await relay.settled();
      await this.queue.idle();
      await relay.settled();
    } while ((await this.queue.depth()).active > 0);
  }

  async close(): Promise<void> {
    await this.settled();
    await this.arm.close();
    if (this.ownsCloud) await this.cloud.close();
  }
}
