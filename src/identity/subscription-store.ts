import { Inject, Injectable, type OnModuleInit, Optional } from '@nestjs/common';
import { DataSource } from 'typeorm';
import {
  findSubscription,
  listSubscriptions,
  putSubscription,
  seedSubscriptions,
} from '../persistence/subscription.repository.js';
import { type Subscription, SUBSCRIPTIONS } from './subscriptions.js';

/** The subscriptions served: those of the configuration, and those added since, which the database keeps. */
@Injectable()
export class SubscriptionStore implements OnModuleInit {
  /** Subscriptions are never taken away, so that what was seen once need not be looked for again. */
  readonly #known: Set<string>;

  constructor(
    @Inject(SUBSCRIPTIONS) private readonly seeds: readonly Subscription[],
    @Optional() @Inject(DataSource) private readonly database?: DataSource,
  ) {
    this.#known = new Set(seeds.map(({ id }) => id.toLowerCase()));
  }

  async onModuleInit(): Promise<void> {
    if (this.database !== undefined) await seedSubscriptions(this.database, this.seeds);
  }

  /** Without waiting for those of the configuration. The id may be in any letter case. */
  isServed(id: string): boolean | Promise<boolean> {
    const key = id.toLowerCase();
    return this.#known.has(key) || this.isStored(key);
  }

  /** In the order of their ids. */
  async list(): Promise<readonly Subscription[]> {
    return this.database === undefined ? this.seeds : listSubscriptions(this.database);
  }

  async find(id: string): Promise<Subscription | undefined> {
    const key = id.toLowerCase();
    if (this.database !== undefined) return findSubscription(this.database, key);
    return this.seeds.find((seed) => seed.id.toLowerCase() === key);
  }

  /** Adds a subscription or renames one; says whether it is new. */
  async put(subscription: Subscription): Promise<boolean> {
    if (this.database === undefined) throw new Error('subscriptions are added to a database');
    return putSubscription(this.database, subscription);
  }

  private async isStored(key: string): Promise<boolean> {
    if (this.database === undefined || (await findSubscription(this.database, key)) === undefined)
      return false;
    this.#known.add(key);
    return true;
  }
}
