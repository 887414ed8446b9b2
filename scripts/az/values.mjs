/** What the commands are filled in with: where the server is, who logs in, files, made-up secrets. */
import { randomBytes } from 'node:crypto';
import { call, SUBSCRIPTION } from './server.mjs';

const GROUP_ID = `/subscriptions/${SUBSCRIPTION}/resourceGroups/night`;

/** A public key and nothing more: nobody logs in with it. */
const SSH_KEY =
  'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGx5aW5nLWRvd24tdG8tc2xlZXAtdW50aWwtOC1h nobody@example.com';

/** The principal that logs in on loopback without being made first; README, "Use it from az". */
const DEVELOPMENT = {
  tenant: '22222222-2222-2222-2222-222222222222',
  clientId: '33333333-3333-3333-3333-333333333333',
  clientSecret: 'torpor-development-secret',
};

/** @returns {Promise<Readonly<Record<string, string>>>} */
export async function prepareValues(cli, server, url) {
  const path = '/providers/Torpor.Emulator/servicePrincipals/reader';
  const { properties: reader } = await call(server, 'PUT', path, { properties: {} });
  return {
    ...DEVELOPMENT,
    url,
    sshKey: await cli.file('id_ed25519.pub', SSH_KEY),
    image: 'Canonical:0001-com-ubuntu-server-jammy:22_04-lts-gen2:latest',
    password: `Aa1!${randomBytes(12).toString('hex')}`,
    vmId: `${GROUP_ID}/providers/Microsoft.Compute/virtualMachines/vm1`,
    groupId: GROUP_ID,
    subscriptionId: `/subscriptions/${SUBSCRIPTION}`,
    principal: reader.objectId,
    template: await cli.file('template.json', TEMPLATE),
    brokenTemplate: await cli.file(
      'broken.json',
      TEMPLATE.replace("parameters('name')", "parameters('nme')"),
    ),
  };
}

/** A VM on a network of its own, with a comment and an expression or two, as people write them. */
const TEMPLATE = `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  // What everything is named after.
  "parameters": { "name": { "type": "string" } },
  "variables": { "nic": "[concat(parameters('name'), '-nic')]" },
  "resources": [
    {
      "type": "Microsoft.Network/virtualNetworks",
      "apiVersion": "2024-05-01",
      "name": "[format('{0}-net', parameters('name'))]",
      "location": "[resourceGroup().location]",
      "properties": {
        "addressSpace": { "addressPrefixes": ["10.8.0.0/16"] },
        "subnets": [{ "name": "one", "properties": { "addressPrefix": "10.8.1.0/24" } }]
      }
    },
    {
      "type": "Microsoft.Network/networkInterfaces",
      "apiVersion": "2024-05-01",
      "name": "[variables('nic')]",
      "location": "[resourceGroup().location]",
      "dependsOn": ["[resourceId('Microsoft.Network/virtualNetworks', format('{0}-net', parameters('name')))]"],
      "properties": {
        "ipConfigurations": [
          {
            "name": "first",
            "properties": {
              "subnet": {
                "id": "[resourceId('Microsoft.Network/virtualNetworks/subnets', format('{0}-net', parameters('name')), 'one')]"
              }
            }
          }
        ]
      }
    },
    {
      "type": "Microsoft.Compute/virtualMachines",
      "apiVersion": "2024-11-01",
      "name": "[parameters('name')]",
      "location": "[resourceGroup().location]",
      "dependsOn": ["[variables('nic')]"],
      "properties": {
        "hardwareProfile": { "vmSize": "Standard_D2s_v5" },
        "additionalCapabilities": { "hibernationEnabled": true },
        "storageProfile": {
          "imageReference": {
            "publisher": "Canonical", "offer": "0001-com-ubuntu-server-jammy", "sku": "22_04-lts-gen2", "version": "latest"
          },
          "osDisk": { "createOption": "FromImage" }
        },
        "osProfile": {
          "computerName": "[parameters('name')]",
          "adminUsername": "ops",
          "linuxConfiguration": {
            "disablePasswordAuthentication": true,
            "ssh": { "publicKeys": [{ "path": "/home/ops/.ssh/authorized_keys", "keyData": "${SSH_KEY}" }] }
          }
        },
        "networkProfile": {
          "networkInterfaces": [{ "id": "[resourceId('Microsoft.Network/networkInterfaces', variables('nic'))]" }]
        }
      }
    }
  ],
  "outputs": {
    "id": { "type": "string", "value": "[resourceId('Microsoft.Compute/virtualMachines', parameters('name'))]" }
  }
}
`;
