import { Global, Module } from '@nestjs/common';
import { AccessControl } from './access-control.js';
import { Authorizer } from './authorizer.js';

/** Decides who may do what. Without a database only the holder of the access token may do anything. */
@Global()
@Module({
  providers: [AccessControl, Authorizer],
  exports: [AccessControl, Authorizer],
})
export class AuthorizationModule {}
