import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { keptControllers } from '../kept-resources/kept-controllers.js';
import { PUBLIC_ADDRESS } from './public-address-kind.js';

/** Public IP addresses. */
@Module({ imports: [CqrsModule], controllers: [...keptControllers(PUBLIC_ADDRESS)] })
export class PublicAddressesModule {}
