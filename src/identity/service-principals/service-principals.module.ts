import { Module } from '@nestjs/common';
import { ServicePrincipals } from './service-principals.js';
import { ServicePrincipalsController } from './service-principals.http.js';

@Module({ controllers: [ServicePrincipalsController], providers: [ServicePrincipals] })
export class ServicePrincipalsModule {}
