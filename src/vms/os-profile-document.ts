type Members = Readonly<Record<string, unknown>>;

/** What a Linux guest has if it was given nothing else. */
const LINUX = { disablePasswordAuthentication: false, provisionVMAgent: true };

/** `properties.osProfile` of a VM as Azure shows it: what was given, with what counts where nothing was. */
export function osProfileDocument(
  given: Members,
  { vmName, osType }: { readonly vmName: string; readonly osType: 'Linux' | 'Windows' },
): Members {
  const { linuxConfiguration, windowsConfiguration } = given;
  const configuration =
    osType === 'Windows' || windowsConfiguration !== undefined
      ? { windowsConfiguration: windows(windowsConfiguration as Members | undefined) }
      : { linuxConfiguration: { ...LINUX, ...(linuxConfiguration as Members | undefined) } };
  return {
    computerName: vmName,
    secrets: [],
    allowExtensionOperations: true,
    requireGuestProvisionSignal: true,
    ...given,
    ...configuration,
  };
}

function windows({ patchSettings, ...given }: Members = {}): Members {
  const patchMode = given['enableAutomaticUpdates'] === false ? 'Manual' : 'AutomaticByOS';
  return {
    provisionVMAgent: true,
    enableAutomaticUpdates: true,
    ...given,
    patchSettings: { patchMode, assessmentMode: 'ImageDefault', ...(patchSettings as Members | undefined) },
    enableVMAgentPlatformUpdates: true,
  };
}
