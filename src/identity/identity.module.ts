import { type DynamicModule, Module } from '@nestjs/common';
import { AuthorizationModule } from '../authorization/authorization.module.js';
import { AnswerObservers } from './answer-observers.js';
import { ACCESS_TOKENS, AccessTokenVerifier } from './access-token-verifier.js';
import { DEFAULT_IDENTITY_SETTINGS, IDENTITY_SETTINGS, type IdentitySettings } from './identity-settings.js';
import { OwnTokens } from './own-tokens.js';
import { SubscriptionStore } from './subscription-store.js';
import { type Subscription, SUBSCRIPTIONS } from './subscriptions.js';
import { TOKEN_VERIFIER } from './token-verifier.js';

export interface IdentityOptions {
  readonly accessTokens: readonly string[];
  /** The subscriptions that exist from the start; more are added at run time. */
  readonly subscriptions: readonly Subscription[];
  readonly settings?: Partial<IdentitySettings>;
}

/**
 * Who may ask, and for which subscriptions. Throws TypeError on a list that cannot be meant. Signed tokens are
 * taken where `AuthorityModule` is part of the application too.
 */
@Module({})
export class IdentityModule {
  static forRoot({ accessTokens, subscriptions, settings = {} }: IdentityOptions): DynamicModule {
    const ids = subscriptions.map(({ id }) => id.toLowerCase());
    if (new Set(ids).size !== ids.length) throw new TypeError('two subscriptions have the same id');
    return {
      module: IdentityModule,
      global: true,
      imports: [AuthorizationModule],
      providers: [
        { provide: ACCESS_TOKENS, useValue: accessTokens },
        { provide: SUBSCRIPTIONS, useValue: subscriptions },
        { provide: IDENTITY_SETTINGS, useValue: { ...DEFAULT_IDENTITY_SETTINGS, ...settings } },
        AnswerObservers,
        OwnTokens,
        SubscriptionStore,
        { provide: TOKEN_VERIFIER, useClass: AccessTokenVerifier },
      ],
      exports: [
        AnswerObservers,
        AuthorizationModule,
        OwnTokens,
        SUBSCRIPTIONS,
        SubscriptionStore,
        IDENTITY_SETTINGS,
        TOKEN_VERIFIER,
      ],
    };
  }
}
