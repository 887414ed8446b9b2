/**
 * The commands that must pass, in order: each uses what those before it made. `{name}` is filled in from the
 * run's values. A case passes when the exit code is the expected one, `error` is in what the CLI says, `answered` is
 * the code of the last error that the server answered, and `expect` finds nothing to say: it answers what is wrong.
 *
 * @typedef {{az: string, exit?: number, error?: RegExp, answered?: string, expect?: (output: any) => string | undefined}} Case
 */

const is = (what, actual, wanted) =>
  JSON.stringify(actual) === JSON.stringify(wanted)
    ? undefined
    : `${what} is ${JSON.stringify(actual)}, not ${JSON.stringify(wanted)}`;

/** What is at a dotted path of the output. */
const at = (path, wanted) => (output) =>
  is(
    path,
    path.split('.').reduce((value, key) => value?.[key], output),
    wanted,
  );

/** Nothing is at a dotted path of the output; the CLI shows what it does not know as null. */
const absent = (path) => (output) => {
  const found = path.split('.').reduce((value, key) => value?.[key], output);
  return found === undefined || found === null ? undefined : `${path} is ${JSON.stringify(found)}`;
};

const all =
  (...checks) =>
  (output) =>
    checks.map((check) => check(output)).find((fault) => fault !== undefined);

const codes = (output) => (output?.instanceView ?? output)?.statuses?.map(({ code }) => code);

const statuses =
  (...wanted) =>
  (output) =>
    is('statuses', codes(output), wanted);

const OK = 'ProvisioningState/succeeded';
const running = statuses(OK, 'PowerState/running');
const hibernated = statuses(OK, 'PowerState/deallocated', 'HibernationState/Hibernated');
const named =
  (...names) =>
  (output) => {
    const found = new Set(output?.map(({ name }) => name));
    const missing = names.filter((name) => !found.has(name));
    return missing.length === 0 ? undefined : `${missing.join(', ')} missing from ${[...found].join(', ')}`;
  };
const ON = '-g night';
const VM = `${ON} -n vm1`;
const LINUX = '--admin-username ops --ssh-key-values {sshKey} --image {image} --size Standard_D2s_v5';

/** @type {readonly {section: string, cases: readonly Case[]}[]} */
export const SECTIONS = [
  {
    section: 'Cloud and login',
    cases: [
      { az: 'cloud register -n Emulated --endpoint-resource-manager {url}' },
      { az: 'cloud set -n Emulated' },
      {
        az: 'login --service-principal -u {clientId} -p {clientSecret} --tenant {tenant}',
        expect: (found) => is('subscription', found?.[0]?.id, '11111111-1111-1111-1111-111111111111'),
      },
      { az: 'account list --refresh', expect: (found) => is('subscriptions', found.length, 1) },
      { az: 'account show', expect: at('state', 'Enabled') },
      { az: 'account list-locations', expect: named('westeurope', 'eastus') },
      { az: 'account get-access-token', expect: at('tokenType', 'Bearer') },
      { az: 'provider show -n Microsoft.Compute', expect: at('registrationState', 'Registered') },
      { az: 'provider list' },
    ],
  },
  {
    section: 'Groups',
    cases: [
      {
        az: 'group create -n night -l westeurope',
        expect: at('properties.provisioningState', 'Succeeded'),
      },
      { az: 'group show -n night', expect: at('name', 'night') },
      { az: 'group exists -n night', expect: (found) => is('answer', found, true) },
      { az: 'group exists -n nowhere', expect: (found) => is('answer', found, false) },
      { az: 'group list', expect: named('night') },
      { az: 'group update -n night --set tags.team=night', expect: at('tags.team', 'night') },
      { az: 'group show -n nowhere', exit: 3, error: /ResourceGroupNotFound/ },
    ],
  },
  {
    section: 'Hibernate and resume',
    cases: [
      {
        az: `vm create ${VM} ${LINUX} --enable-hibernation true`,
        expect: at('powerState', 'VM running'),
      },
      { az: `vm get-instance-view ${VM}`, expect: running },
      { az: `vm deallocate ${VM} --hibernate true` },
      { az: `vm get-instance-view ${VM}`, expect: hibernated },
      {
        az: `vm show ${VM}`,
        expect: all(
          at('additionalCapabilities.hibernationEnabled', true),
          absent('storageProfile.osDisk.diskSizeGB'),
          absent('storageProfile.osDisk.managedDisk.storageAccountType'),
        ),
      },
      { az: `vm resize ${VM} --size Standard_D4s_v5`, exit: 1, error: /OperationNotAllowed/ },
      {
        az: 'vm list -d -g night',
        expect: (found) => is('power', found?.[0]?.powerState, 'VM deallocated'),
      },
      { az: `vm start ${VM}` },
      { az: `vm get-instance-view ${VM}`, expect: running },
      { az: `vm show -d ${VM}`, expect: at('powerState', 'VM running') },
    ],
  },
  {
    section: 'Life of a VM',
    cases: [
      { az: `vm stop ${VM}` },
      { az: `vm get-instance-view ${VM}`, expect: statuses(OK, 'PowerState/stopped') },
      { az: `vm start ${VM}` },
      { az: `vm start ${VM}` },
      { az: `vm restart ${VM}` },
      { az: `vm redeploy ${VM}` },
      { az: `vm reapply ${VM}` },
      {
        az: `vm resize ${VM} --size Standard_D4s_v5`,
        expect: at('hardwareProfile.vmSize', 'Standard_D4s_v5'),
      },
      { az: `vm update ${VM} --set tags.shift=day`, expect: at('tags.shift', 'day') },
      { az: `vm wait ${VM} --created` },
      { az: `vm deallocate ${VM}` },
      { az: `vm get-instance-view ${VM}`, expect: statuses(OK, 'PowerState/deallocated') },
      {
        az: `vm update ${VM} --enable-hibernation false`,
        expect: at('additionalCapabilities.hibernationEnabled', false),
      },
      { az: `vm deallocate ${VM} --hibernate true`, exit: 1, error: /OperationNotAllowed/ },
      {
        az: `vm update ${VM} --enable-hibernation true`,
        expect: at('additionalCapabilities.hibernationEnabled', true),
      },
      { az: `vm start ${VM}` },
      { az: `vm show ${ON} -n nobody`, exit: 3, error: /ResourceNotFound/ },
      {
        az: `vm create ${ON} -n vm2 ${LINUX} --vnet-name vm1VNET --subnet vm1Subnet --public-ip-address= --nsg= --no-wait`,
      },
      { az: `vm wait ${ON} -n vm2 --created` },
      { az: `vm list -g night`, expect: named('vm1', 'vm2') },
      { az: `vm list`, expect: named('vm1', 'vm2') },
      { az: `vm stop ${ON} -n vm2 --skip-shutdown` },
      { az: `vm generalize ${ON} -n vm2` },
      { az: `vm delete ${ON} -n vm2 -y` },
      {
        az: `vm create ${ON} -n spot ${LINUX} --priority Spot --eviction-policy Deallocate --public-ip-address= --nsg=`,
      },
      { az: `vm simulate-eviction ${ON} -n spot` },
      { az: `vm delete ${ON} -n spot -y --force-deletion true` },
    ],
  },
  {
    section: 'Creation in other ways',
    cases: [
      {
        az: `vm create ${ON} -n fast ${LINUX} --enable-hibernation true --accelerated-networking true --data-disk-sizes-gb 32 64 --os-disk-delete-option Delete --nic-delete-option Delete`,
      },
      {
        az: `vm create ${ON} -n many --count 2 --image {image} --size Standard_D2s_v5 --admin-username ops --admin-password {password} --authentication-type password --public-ip-address= --nsg=`,
      },
      {
        az: `vm create ${ON} -n win --image Win2022Datacenter --size Standard_D4s_v5 --admin-username ops --admin-password {password} --enable-hibernation true --public-ip-address= --nsg=`,
      },
      { az: `vm deallocate ${ON} -n win --hibernate true` },
      { az: `vm start ${ON} -n win` },
      {
        az: `vm get-instance-view ${ON} -n win`,
        expect: (vm) =>
          is(
            'substatus',
            vm.instanceView.extensions?.[0]?.substatuses?.[0]?.code,
            'ComponentStatus/VMBootState/Resume/succeeded',
          ),
      },
      { az: `vm create ${ON} -n zoned ${LINUX} --zone 1 --public-ip-address= --nsg=` },
      {
        az: `vm create ${ON} -n sleepless ${LINUX} --priority Spot --enable-hibernation true --public-ip-address= --nsg=`,
        exit: 1,
        error: /OperationNotAllowed/,
      },
      { az: `vm delete ${ON} -n fast -y` },
      { az: `vm delete ${ON} -n zoned -y` },
    ],
  },
  {
    section: 'Sizes, images, addresses',
    cases: [
      { az: 'vm list-sizes -l westeurope', expect: named('Standard_D2s_v5') },
      { az: 'vm list-skus -l westeurope --size Standard_D2s_v5 --resource-type virtualMachines' },
      { az: 'vm list-usage -l westeurope' },
      { az: `vm list-vm-resize-options ${VM}`, expect: named('Standard_D4s_v5') },
      { az: 'vm list-ip-addresses -g night' },
      { az: 'vm image list-publishers -l westeurope', expect: named('Canonical') },
      { az: 'vm image show -l westeurope --urn {image}' },
    ],
  },
  {
    section: 'Disks and snapshots',
    cases: [
      {
        az: `disk create ${ON} -n data --size-gb 64 --sku Premium_LRS`,
        expect: at('provisioningState', 'Succeeded'),
      },
      {
        az: `disk create ${ON} -n osdisk --size-gb 64 --support-hibernation true`,
        expect: at('supportsHibernation', true),
      },
      { az: `disk show ${ON} -n data`, expect: at('diskState', 'Unattached') },
      { az: `disk update ${ON} -n data --size-gb 128`, expect: at('diskSizeGB', 128) },
      { az: 'disk list -g night', expect: named('data') },
      { az: `vm disk attach ${ON} --vm-name vm1 -n data` },
      { az: `disk show ${ON} -n data`, expect: at('diskState', 'Attached') },
      { az: `vm disk detach ${ON} --vm-name vm1 -n data` },
      {
        az: `snapshot create ${ON} -n evening --source data`,
        expect: at('provisioningState', 'Succeeded'),
      },
      { az: `disk create ${ON} -n copy --source evening` },
      { az: 'snapshot list -g night', expect: named('evening') },
      { az: `disk grant-access ${ON} -n copy --duration-in-seconds 600` },
      { az: `disk revoke-access ${ON} -n copy` },
      { az: `snapshot delete ${ON} -n evening` },
      { az: `disk delete ${ON} -n copy -y` },
    ],
  },
  {
    section: 'Networks',
    cases: [
      {
        az: `network vnet create ${ON} -n net --address-prefix 10.9.0.0/16 --subnet-name one --subnet-prefix 10.9.1.0/24`,
      },
      { az: `network vnet subnet create ${ON} --vnet-name net -n two --address-prefixes 10.9.2.0/24` },
      { az: `network nsg create ${ON} -n guard` },
      {
        az: `network nsg rule create ${ON} --nsg-name guard -n web --priority 200 --destination-port-ranges 443`,
      },
      { az: `network public-ip create ${ON} -n front --sku Standard` },
      {
        az: `network nic create ${ON} -n card --vnet-name net --subnet one --network-security-group guard --public-ip-address front`,
      },
      {
        az: `network nic update ${ON} -n card --accelerated-networking true`,
        expect: at('enableAcceleratedNetworking', true),
      },
      { az: `network nic list ${ON}`, expect: named('card') },
      { az: `network nic delete ${ON} -n card` },
      { az: `network public-ip delete ${ON} -n front` },
      { az: `network vnet delete ${ON} -n net` },
      { az: `network nsg delete ${ON} -n guard` },
    ],
  },
  {
    section: 'Extensions and run command',
    cases: [
      {
        az: `vm extension set ${ON} --vm-name vm1 -n LinuxHibernateExtension --publisher Microsoft.CPlat.Core --version 1.0`,
        expect: at('provisioningState', 'Succeeded'),
      },
      { az: `vm extension list ${ON} --vm-name vm1`, expect: named('LinuxHibernateExtension') },
      { az: `vm extension show ${ON} --vm-name vm1 -n LinuxHibernateExtension` },
      { az: `vm deallocate ${VM} --hibernate true` },
      { az: `vm start ${VM}` },
      {
        az: `vm get-instance-view ${VM}`,
        expect: (vm) =>
          is(
            'substatus',
            vm.instanceView.extensions?.[0]?.substatuses?.[0]?.code,
            'ComponentStatus/VMBootState/Resume/succeeded',
          ),
      },
      { az: `vm run-command invoke ${VM} --command-id RunShellScript --scripts uptime` },
      { az: `vm extension delete ${ON} --vm-name vm1 -n LinuxHibernateExtension` },
    ],
  },
  {
    section: 'Deployments',
    cases: [
      {
        az: `deployment group validate ${ON} -n nightly --template-file {template} --parameters name=deployed`,
      },
      {
        az: `deployment group create ${ON} -n nightly --template-file {template} --parameters name=deployed`,
        expect: all(
          at('properties.provisioningState', 'Succeeded'),
          at('properties.outputs.id.type', 'String'),
        ),
      },
      {
        az: `deployment group what-if ${ON} -n nightly --template-file {template} --parameters name=deployed --no-pretty-print`,
      },
      { az: `deployment group show ${ON} -n nightly` },
      { az: `deployment group list ${ON}`, expect: named('nightly') },
      { az: `deployment operation group list ${ON} -n nightly` },
      {
        az: `deployment group create ${ON} -n broken --template-file {brokenTemplate} --parameters name=x`,
        exit: 1,
        // This release of the CLI stumbles over the text of any such refusal, so the answer itself is looked at.
        answered: 'InvalidTemplate',
      },
      { az: `deployment group delete ${ON} -n nightly` },
    ],
  },
  {
    section: 'Resources, tags, raw requests',
    cases: [
      { az: `resource list ${ON}`, expect: named('vm1', 'vm1VNET') },
      {
        az: `resource show ${ON} -n vm1 --resource-type Microsoft.Compute/virtualMachines`,
        expect: at('properties.provisioningState', 'Succeeded'),
      },
      {
        az: `resource update ${ON} -n vm1 --resource-type Microsoft.Compute/virtualMachines --set tags.shift=night`,
        expect: at('tags.shift', 'night'),
      },
      { az: `resource tag ${ON} -n vm1 --resource-type Microsoft.Compute/virtualMachines --tags a=b` },
      {
        az: `resource invoke-action ${ON} -n vm1 --resource-type Microsoft.Compute/virtualMachines --action restart`,
      },
      { az: 'tag create --resource-id {vmId} --tags cost=7', expect: at('properties.tags.cost', '7') },
      { az: 'tag list --resource-id {vmId}' },
      {
        az: 'tag update --resource-id {vmId} --operation merge --tags more=8',
        expect: at('properties.tags.more', '8'),
      },
      { az: 'rest --method get --url {vmId}?api-version=2024-11-01', expect: at('name', 'vm1') },
      {
        az: 'rest --method get --url {vmId}/providers/Torpor.Emulator/emulation/default?api-version=2024-11-01',
      },
      {
        az: 'rest --method post --url {vmId}/deallocate?hibernate=true&api-version=2022-11-01',
      },
      { az: `vm wait ${VM} --custom instanceView.statuses[?code=='HibernationState/Hibernated']` },
      { az: `vm start ${VM}` },
    ],
  },
  {
    section: 'Rights and activity',
    cases: [
      { az: 'role definition list --name Contributor' },
      {
        az: 'role assignment create --assignee-object-id {principal} --assignee-principal-type ServicePrincipal --role Reader --scope {groupId}',
      },
      {
        az: 'role assignment list --assignee {principal} --scope {groupId}',
        expect: (found) =>
          is(
            'roles',
            found?.map(({ roleDefinitionName }) => roleDefinitionName),
            ['Reader'],
          ),
      },
      { az: 'role assignment delete --assignee {principal} --role Reader --scope {groupId}' },
      {
        az: 'rest --method get --url {subscriptionId}/providers/Microsoft.Insights/eventtypes/management/values?api-version=2017-03-01-preview',
        expect: ({ value }) => (value.length > 0 ? undefined : 'it is empty'),
      },
    ],
  },
  {
    section: 'Taking everything away',
    cases: [
      { az: `resource delete ${ON} -n osdisk --resource-type Microsoft.Compute/disks` },
      { az: `vm delete ${VM} -y` },
      { az: 'group delete -n night -y' },
      { az: 'group exists -n night', expect: (found) => is('answer', found, false) },
      { az: 'logout' },
    ],
  },
];
