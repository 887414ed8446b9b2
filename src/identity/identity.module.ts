import { type DynamicModule, Module } from '@nestjs/common';
import { ACCESS_TOKENS, AccessTokenVerifier } from './access-token-verifier.js';
import { OwnTokens } from './own-tokens.js';
import { type Subscription, SUBSCRIPTIONS } from './subscriptions.js';
import { TOKEN_VERIFIER } from './token-verifier.js';

export interface IdentityOptions {
  readonly accessTokens: readonly string[];
  readonly subscriptions: readonly Subscription[];
}

/** Who may ask, and for which subscriptions. Throws TypeError on a list that cannot be meant. */
@Module({})
export class IdentityModule {
  static forRoot({ accessTokens, subscriptions }: IdentityOptions): DynamicModule {
    const ids = subscriptions.map(({ id }) => id.toLowerCase());
    if (new Set(ids).size !== ids.length) throw new TypeError('two subscriptions have the same id');
    return {
      module: IdentityModule,
      global: true,
      providers: [
        { provide: ACCESS_TOKENS, useValue: accessTokens },
        { provide: SUBSCRIPTIONS, useValue: subscriptions },
        OwnTokens,
        { provide: TOKEN_VERIFIER, useClass: AccessTokenVerifier },
      ],
      exports: [OwnTokens, SUBSCRIPTIONS, TOKEN_VERIFIER],
    };
  }
}
