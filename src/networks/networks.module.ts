import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DeleteNetworkHandler } from './delete-network/delete-network.handler.js';
import { DeleteNetworkController } from './delete-network/delete-network.http.js';
import { DeleteSubnetHandler } from './delete-subnet/delete-subnet.handler.js';
import { DeleteSubnetController } from './delete-subnet/delete-subnet.http.js';
import { GetNetworkHandler } from './get-network/get-network.handler.js';
import { GetNetworkController } from './get-network/get-network.http.js';
import { GetSubnetController } from './get-subnet/get-subnet.http.js';
import { ListNetworksHandler } from './list-networks/list-networks.handler.js';
import { ListNetworksController } from './list-networks/list-networks.http.js';
import { PutNetworkHandler } from './put-network/put-network.handler.js';
import { PutNetworkController } from './put-network/put-network.http.js';
import { PutSubnetHandler } from './put-subnet/put-subnet.handler.js';
import { PutSubnetController } from './put-subnet/put-subnet.http.js';
import { UpdateNetworkHandler } from './update-network/update-network.handler.js';
import { UpdateNetworkController } from './update-network/update-network.http.js';

/** Virtual networks and their subnets. */
@Module({
  imports: [CqrsModule],
  controllers: [
    PutNetworkController,
    UpdateNetworkController,
    GetNetworkController,
    ListNetworksController,
    DeleteNetworkController,
    PutSubnetController,
    GetSubnetController,
    DeleteSubnetController,
  ],
  providers: [
    PutNetworkHandler,
    UpdateNetworkHandler,
    GetNetworkHandler,
    ListNetworksHandler,
    DeleteNetworkHandler,
    PutSubnetHandler,
    DeleteSubnetHandler,
  ],
})
export class NetworksModule {}
