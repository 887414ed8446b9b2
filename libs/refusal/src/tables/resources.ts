import { refusalTable } from '../refusal-entry.js';

/** Subscriptions, groups, and the documents of the emulator: policies, profiles, jobs, what-if runs. */
export const RESOURCE_REFUSALS = refusalTable({
  'subscription-not-found': {
    rule: 'ARM-15',
    sentence: 'There is no such subscription.',
    remedy: 'List the subscriptions and use the id of one of them.',
    retryable: false,
  },
  'group-not-found': {
    rule: 'ARM-15',
    sentence: 'There is no resource group of this name.',
    remedy: 'Create the group first, or check its name.',
    retryable: false,
  },
  'group-not-empty': {
    rule: 'ARM-24',
    sentence: 'The resource group still has resources that cannot be deleted now.',
    remedy:
      'Finish or cancel the operations on the resources named in the detail, then delete the group again.',
    retryable: true,
  },
  'group-being-deleted': {
    rule: 'ARM-23',
    sentence: 'The resource group is being deleted.',
    remedy: 'Wait until the group is gone, then make it anew, or use another one.',
    retryable: true,
  },
  'resource-not-found': {
    rule: 'ARM-15',
    sentence: 'There is no such resource.',
    remedy: 'Check type, name and group of the resource.',
    retryable: false,
  },
  'resource-in-use': {
    rule: 'ARM-24',
    sentence: 'Another resource uses this one.',
    remedy: 'Delete or change the resource named in the detail first.',
    retryable: false,
  },
  'resource-move-unsupported': {
    rule: 'ASSUME-28',
    sentence: 'Resources cannot be moved to another group or subscription.',
    remedy: 'Make the resource anew where it is wanted.',
    retryable: false,
  },
  'role-definition-not-found': {
    rule: 'ARM-15',
    sentence: 'There is no such role definition.',
    remedy: 'List the role definitions; only built-in roles exist here.',
    retryable: false,
  },
  'role-assignment-not-found': {
    rule: 'ARM-15',
    sentence: 'There is no such role assignment.',
    remedy: 'List the role assignments; one is found only under the scope that it is over.',
    retryable: false,
  },
  'role-assignment-exists': {
    rule: 'ARM-21',
    sentence: 'The principal has this role over this scope already.',
    remedy: 'Nothing is left to do; to rename the assignment, delete the other one first.',
    retryable: false,
  },
  'role-assignment-immutable': {
    rule: 'ARM-34',
    sentence: 'A role assignment of this name exists already, for something else.',
    remedy: 'Use a new GUID as its name; assignments are not changed, but deleted and made.',
    retryable: false,
  },
  'principal-not-found': {
    rule: 'ARM-21',
    sentence: 'There is no such principal in the directory.',
    remedy:
      'Name a service principal or a managed identity by its object id; people and groups do not exist here.',
    retryable: false,
  },
  'application-id-taken': {
    rule: 'ARM-34',
    sentence: 'Another service principal has this application id.',
    remedy: 'Leave the application id out to have one drawn, or give another one.',
    retryable: false,
  },
  'policy-not-found': {
    rule: 'ARM-15',
    sentence: 'There is no GUID policy of this name.',
    remedy: 'List the policies; built in are azure, local-hyperv and none.',
    retryable: false,
  },
  'policy-invalid': {
    rule: 'TORPOR-15',
    sentence: 'The GUID policy is not valid.',
    remedy: 'Correct every fault listed in the detail and submit the policy again.',
    retryable: false,
  },
  'policy-in-use': {
    rule: 'ARM-24',
    sentence: 'The GUID policy is in force somewhere or built in.',
    remedy:
      'Put another policy in force where the detail says, then delete this one. Built-in policies stay.',
    retryable: false,
  },
  'profile-not-found': {
    rule: 'ARM-15',
    sentence: 'There is no guest profile of this name.',
    remedy: 'List the guest profiles and check the name.',
    retryable: false,
  },
  'profile-invalid': {
    rule: 'TORPOR-16',
    sentence: 'The guest profile is not valid.',
    remedy: 'Correct every fault listed in the detail and submit the profile again.',
    retryable: false,
  },
  'profile-built-in': {
    rule: 'ARM-24',
    sentence: 'The guest profile is built in: it can be neither changed nor deleted.',
    remedy: 'Put a profile of your own under another name, or override members for one VM.',
    retryable: false,
  },
  'deployment-not-found': {
    rule: 'ARM-15',
    sentence: 'There is no deployment of this name.',
    remedy: 'List the deployments and check the name.',
    retryable: false,
  },
  'deployment-active': {
    rule: 'ARM-23',
    sentence: 'A deployment of this name is still under way.',
    remedy: 'Wait until it has ended or cancel it, or choose another name.',
    retryable: true,
  },
  'deployment-ended': {
    rule: 'ARM-22',
    sentence: 'The deployment has ended: there is nothing to cancel.',
    remedy: 'Nothing is left to cancel. Delete the resources that are not wanted.',
    retryable: false,
  },
  'job-not-found': {
    rule: 'ARM-15',
    sentence: 'There is no job with this id.',
    remedy: 'List the jobs and check the id.',
    retryable: false,
  },
  'job-name-taken': {
    rule: 'ARM-34',
    sentence: 'A job of this name exists already.',
    remedy: 'Choose another name; to run failed tasks of the existing job again, retry it.',
    retryable: false,
  },
  'job-file-invalid': {
    rule: 'TORPOR-17',
    sentence: 'The job file is not valid; none of it was submitted.',
    remedy: 'Correct every fault listed in the detail and submit the file again.',
    retryable: false,
  },
  'job-finished': {
    rule: 'TORPOR-18',
    sentence: 'The job has finished.',
    remedy: 'Nothing is left to cancel. Submit a new job to run its tasks again.',
    retryable: false,
  },
  'experiment-invalid': {
    rule: 'TORPOR-26',
    sentence: 'The experiment is not valid; nothing of it is run.',
    remedy: 'Correct every fault listed in the details and send the experiment again.',
    retryable: false,
  },
  'experiment-too-large': {
    rule: 'TORPOR-28',
    sentence: 'The experiment is larger than a server takes.',
    remedy: 'Ask of fewer scenarios or VMs, or run it with torpor whatif run, which knows no such limits.',
    retryable: false,
  },
  'what-if-run-not-found': {
    rule: 'ARM-15',
    sentence: 'There is no what-if run of this name.',
    remedy: 'List the runs and check the name.',
    retryable: false,
  },
  'what-if-run-active': {
    rule: 'ARM-23',
    sentence: 'A what-if run of this name with another experiment is still under way.',
    remedy: 'Wait until it has ended or delete it, or choose another name.',
    retryable: true,
  },
  'what-if-run-unfinished': {
    rule: 'ARM-22',
    sentence: 'The what-if run has not come so far yet.',
    remedy: 'Wait until the scenarios in question are done.',
    retryable: true,
  },
  'what-if-runs-full': {
    rule: 'TORPOR-28',
    sentence: 'As many what-if runs are under way as a server takes.',
    remedy: 'Wait until one of them has ended, or delete one.',
    retryable: true,
  },
  'what-if-scenario-not-found': {
    rule: 'ARM-15',
    sentence: 'The what-if run has no scenario of this name.',
    remedy: 'Read the run: it lists its scenarios.',
    retryable: false,
  },
  'what-if-vm-not-found': {
    rule: 'ARM-15',
    sentence: 'No VM of the scenario is called so.',
    remedy: 'Use a name that the report gives as an example, or a number below the number of VMs.',
    retryable: false,
  },
});
