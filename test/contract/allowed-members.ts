/**
 * Members that answers may have although the SDKs' models lack them, by class and name, each with its reason.
 * Every entry here is a promise less: add one only for what Azure itself is seen to send.
 */
export const ALLOWED_MEMBERS: Readonly<Record<string, string>> = {
  'NetworkInterface.kind': 'in recorded answers of Azure (`Regular`), not in the model',
  'NetworkInterface.allowPort25Out': 'in recorded answers of Azure, not in the model',
  'VirtualMachineImage.replicaType': 'in recorded answers of Azure (`Managed`), not in the model',
  'OSDiskImage.sizeInBytes': 'in recorded answers of Azure; az reads it',
  'OSDiskImage.sizeInGb': 'in recorded answers of Azure',
};

export function isAllowedMember(className: string, member: string): boolean {
  return `${className}.${member}` in ALLOWED_MEMBERS;
}

/** Members that answers may lack although the SDKs' models require them, by name, each with its reason. */
const OPTIONAL_MEMBERS: Readonly<Record<string, string>> = {
  nextLink: 'absent on the last page of every list of Azure; a few models require it all the same',
};

export function isOptional(member: string): boolean {
  return member in OPTIONAL_MEMBERS;
}

/** Members whose known values the SDKs list only in part, by class and name, each with its reason. */
const OPEN_ENUMERATIONS: Readonly<Record<string, string>> = {
  vmSize: 'the list of sizes in the SDK stopped years ago, as its own remark says',
};

/** Values of later versions of the API than that of the SDK with mappers, by class and member. */
const LATER_VALUES: Readonly<Record<string, readonly string[]>> = {
  // Known to @azure/arm-compute 24, and sent by az.
  'SecurityProfile.securityType': ['Standard'],
};

export function laterValues(className: string, member: string): readonly string[] {
  return LATER_VALUES[`${className}.${member}`] ?? [];
}

/** Whether the values that the SDK knows of a member are not all there are. */
export function isOpen(className: string, member: string): boolean {
  return member in OPEN_ENUMERATIONS || `${className}.${member}` in OPEN_ENUMERATIONS;
}
