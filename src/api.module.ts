import { type DynamicModule, Module } from '@nestjs/common';
import { ArmModule } from './arm/arm.module.js';
import { IdentityModule, type IdentityOptions } from './identity/identity.module.js';
import { PlatformModule, type Runtime } from './platform.module.js';

/** Everything that answers over HTTP. */
@Module({})
export class ApiModule {
  static forRoot(runtime: Runtime, identity: IdentityOptions): DynamicModule {
    return {
      module: ApiModule,
      imports: [PlatformModule.forRoot(runtime), IdentityModule.forRoot(identity), ArmModule],
    };
  }
}
