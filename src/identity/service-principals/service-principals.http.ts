import { Controller, Delete, Get, Inject, Put } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { answerDelete, answerPut, ArmPost } from '../../arm/answers.js';
import { armName } from '../../arm/arm-name.js';
import { ArmBody } from '../../arm/body.js';
import { type ArmPage, armPage, ArmPageRequest, type PageRequest } from '../../arm/page.js';
import { ArmParam, ArmReply, ArmRequest } from '../../arm/parameters.js';
import { installationPath } from '../../emulator-namespace/emulator-resource.js';
import { type ServicePrincipalDocument, servicePrincipalDocument } from './service-principal-document.js';
import {
  NEW_SECRET_BODY,
  type NewSecretBody,
  SERVICE_PRINCIPAL_BODY,
  type ServicePrincipalBody,
} from './service-principal.dto.js';
import { ServicePrincipals, type WantedServicePrincipal } from './service-principals.js';

const NAME = armName('servicePrincipal');

/** Service principals of the installation: what Entra and Microsoft Graph do in Azure. */
@Controller()
export class ServicePrincipalsController {
  constructor(@Inject(ServicePrincipals) private readonly principals: ServicePrincipals) {}

  /** A new one is answered with its secret, drawn unless given; nobody can read it afterwards. */
  @Put(installationPath('servicePrincipals/:principalName'))
  async put(
    @ArmParam('principalName', NAME) name: string,
    @ArmBody(SERVICE_PRINCIPAL_BODY) body: ServicePrincipalBody,
    @ArmReply() reply: FastifyReply,
  ): Promise<ServicePrincipalDocument> {
    const { displayName, appId, secret } = body?.properties ?? {};
    const wanted: WantedServicePrincipal = {
      ...(displayName === undefined ? {} : { displayName }),
      ...(appId === undefined ? {} : { appId }),
      ...(secret === undefined ? {} : { secret }),
    };
    const put = await this.principals.put(name, wanted);
    answerPut(reply, put.isNew);
    return servicePrincipalDocument(put.principal, put.secret);
  }

  @Get(installationPath('servicePrincipals/:principalName'))
  async get(@ArmParam('principalName', NAME) name: string): Promise<ServicePrincipalDocument> {
    return servicePrincipalDocument(await this.principals.get(name));
  }

  @Get(installationPath('servicePrincipals'))
  async list(
    @ArmRequest() request: FastifyRequest,
    @ArmPageRequest() page: PageRequest,
  ): Promise<ArmPage<ServicePrincipalDocument>> {
    const found = await this.principals.list(page);
    const documents = found.map((principal) => servicePrincipalDocument(principal));
    return armPage(request, page, documents, ({ name }) => name.toLowerCase());
  }

  @ArmPost(installationPath('servicePrincipals/:principalName/newSecret'))
  async renewSecret(
    @ArmParam('principalName', NAME) name: string,
    @ArmBody(NEW_SECRET_BODY) body: NewSecretBody,
  ): Promise<ServicePrincipalDocument> {
    const { principal, secret } = await this.principals.renewSecret(name, body?.secret);
    return servicePrincipalDocument(principal, secret);
  }

  @Delete(installationPath('servicePrincipals/:principalName'))
  async delete(
    @ArmParam('principalName', NAME) name: string,
    @ArmReply() reply: FastifyReply,
  ): Promise<void> {
    answerDelete(reply, await this.principals.delete(name));
  }
}
