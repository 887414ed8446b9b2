import { Global, Module } from '@nestjs/common';
import { AuthorizationVersion } from '../authorization-version.js';
import { DIRECTORY } from '../directory.port.js';
import { DiscoverInstanceController } from '../discover-instance/discover-instance.http.js';
import { GetOpenIdConfigurationController } from '../get-openid-configuration/get-openid-configuration.http.js';
import { GetSigningKeysController } from '../get-signing-keys/get-signing-keys.http.js';
import { RequestTokenController } from '../request-token/request-token.http.js';
import { ClientAuthentication } from './client-authentication.js';
import { SignedDirectory } from './signed-directory.js';
import { SigningKeys } from './signing-keys.js';
import { TokenIssuer } from './token-issuer.js';

/** Hands out tokens and checks them. Needs the database, and `IdentityModule` for its settings. */
@Global()
@Module({
  controllers: [
    GetOpenIdConfigurationController,
    GetSigningKeysController,
    DiscoverInstanceController,
    RequestTokenController,
  ],
  providers: [
    AuthorizationVersion,
    SigningKeys,
    TokenIssuer,
    ClientAuthentication,
    { provide: DIRECTORY, useClass: SignedDirectory },
  ],
  exports: [AuthorizationVersion, TokenIssuer, DIRECTORY],
})
export class AuthorityModule {}
