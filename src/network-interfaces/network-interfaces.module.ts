import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DeleteNicHandler } from './delete-nic/delete-nic.handler.js';
import { DeleteNicController } from './delete-nic/delete-nic.http.js';
import { GetIpConfigurationController } from './get-ip-configuration/get-ip-configuration.http.js';
import { GetNicHandler } from './get-nic/get-nic.handler.js';
import { GetNicController } from './get-nic/get-nic.http.js';
import { ListNicsHandler } from './list-nics/list-nics.handler.js';
import { ListNicsController } from './list-nics/list-nics.http.js';
import { PutNicHandler } from './put-nic/put-nic.handler.js';
import { PutNicController } from './put-nic/put-nic.http.js';
import { UpdateNicHandler } from './update-nic/update-nic.handler.js';
import { UpdateNicController } from './update-nic/update-nic.http.js';

/** Network interfaces, their addresses and their MACs. */
@Module({
  imports: [CqrsModule],
  controllers: [
    PutNicController,
    UpdateNicController,
    GetNicController,
    GetIpConfigurationController,
    ListNicsController,
    DeleteNicController,
  ],
  providers: [PutNicHandler, UpdateNicHandler, GetNicHandler, ListNicsHandler, DeleteNicHandler],
})
export class NetworkInterfacesModule {}
