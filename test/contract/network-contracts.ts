import {
  child,
  get,
  inGroup,
  inSubscription,
  operation,
  resource,
  type AnswerContract,
} from './contract-parts.js';

export const NETWORK: readonly AnswerContract[] = [
  ...resource('Microsoft.Network/virtualNetworks', {
    one: 'network.VirtualNetwork',
    page: 'network.VirtualNetworkListResult',
  }),
  ...child('Microsoft.Network/virtualNetworks/*/subnets', {
    one: 'network.Subnet',
    page: 'network.SubnetListResult',
  }),
  get(
    inGroup('Microsoft.Network/virtualNetworks/*/CheckIPAddressAvailability'),
    'network.IPAddressAvailabilityResult',
  ),
  ...resource('Microsoft.Network/networkInterfaces', {
    one: 'network.NetworkInterface',
    page: 'network.NetworkInterfaceListResult',
  }),
  ...child('Microsoft.Network/networkInterfaces/*/ipConfigurations', {
    one: 'network.NetworkInterfaceIPConfiguration',
    page: 'network.NetworkInterfaceIPConfigurationListResult',
  }),
  ...resource('Microsoft.Network/publicIPAddresses', {
    one: 'network.PublicIPAddress',
    page: 'network.PublicIPAddressListResult',
  }),
  ...resource('Microsoft.Network/networkSecurityGroups', {
    one: 'network.NetworkSecurityGroup',
    page: 'network.NetworkSecurityGroupListResult',
  }),
  ...['securityRules', 'defaultSecurityRules'].flatMap((rules) =>
    child(`Microsoft.Network/networkSecurityGroups/*/${rules}`, {
      one: 'network.SecurityRule',
      page: 'network.SecurityRuleListResult',
    }),
  ),
  ...resource('Microsoft.Network/applicationSecurityGroups', {
    one: 'network.ApplicationSecurityGroup',
    page: 'network.ApplicationSecurityGroupListResult',
  }),
  ...resource('Microsoft.Network/routeTables', {
    one: 'network.RouteTable',
    page: 'network.RouteTableListResult',
  }),
  ...resource('Microsoft.Network/natGateways', {
    one: 'network.NatGateway',
    page: 'network.NatGatewayListResult',
  }),
  ...resource('Microsoft.Network/loadBalancers', {
    one: 'network.LoadBalancer',
    page: 'network.LoadBalancerListResult',
  }),
  get(inSubscription('Microsoft.Network/locations/*/usages'), 'network.UsagesListResult'),
  operation(inSubscription('Microsoft.Network/locations/*/operations/*')),
  operation(inSubscription('Microsoft.Network/locations/*/operationResults/*')),
];
