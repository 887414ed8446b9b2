import { BUILT_IN_POLICIES, parseGuidPolicy, type GuidPolicy } from '#libs/guid-policy';
import { hostGenerationNamed } from '#libs/hosts';
import { GUEST_PROFILES, guestProfileNamed, type GuestProfile } from '#libs/linux-guest';
import type { PreflightReport } from '#libs/preflight';
import { loadCatalogue } from '../../../catalogue/load-catalogue.js';
import { guestProfileMembers } from '../../../guest-profiles/guest-profile-schema.js';
import { faultText } from '../../../jobs-file/parse-job-file.js';
import type { FileFault, YamlSource } from '../../../jobs-file/yaml-source.js';
import type { VmDescription } from '../../../preflight/description/description-schema.js';
import { DEFAULT_POLICY, DEFAULT_PROFILE } from '../../../preflight/description/describe-vm.js';
import { parseDescriptionFile, placed } from '../../../preflight/description/parse-description-file.js';
import { preflightDescribed } from '../../../preflight/description/preflight-described.js';
import { CliError, usageError } from '../../cli-error.js';
import { EXIT } from '../../exit-codes.js';
import type { Session } from '../../session.js';
import { readDocument, readInput } from '../document-file.js';
import type { PreflightOptions } from './preflight-options.js';

/** A preflight of the VM that a file describes, without a server. Throws `CliError` with every fault and its place. */
export async function preflightFile(
  session: Session,
  fileName: string,
  { policy: wanted, generation, kernel, self }: PreflightOptions,
): Promise<PreflightReport> {
  if (kernel !== undefined && !guestProfileMembers.kernelVersion.safeParse(kernel).success) {
    throw usageError(`--kernel expects a release such as 6.8 or 6.8.12, not ${kernel}`);
  }
  const file = parseDescriptionFile(await readInput(session, fileName));
  if (file.kind === 'invalid') throw invalidFile(fileName, file.faults);
  const { description, source } = file;
  const profile = profileOf(description, { fileName, source });
  const targetPolicy = wanted === undefined ? undefined : await policyOf(session, wanted);
  const policy =
    description.policy === undefined
      ? (targetPolicy ?? BUILT_IN_POLICIES[DEFAULT_POLICY])
      : await policyOf(session, description.policy);
  const targetGeneration = generation === undefined ? undefined : hostGenerationNamed(generation);
  const described = preflightDescribed(
    description,
    {
      profile,
      policy,
      targetPolicy: targetPolicy ?? policy,
      ...(targetGeneration === undefined ? {} : { targetGeneration }),
    },
    { kernelVersion: kernel, initiatedBy: self === true ? 'guest' : 'platform' },
    loadCatalogue(),
  );
  if (described.kind === 'report') return described.report;
  const faults = described.faults.map(({ path, message }) => placed(source, path, message));
  throw invalidFile(fileName, faults);
}

function profileOf(
  { guestProfile = DEFAULT_PROFILE, guestOverrides }: VmDescription,
  { fileName, source }: { readonly fileName: string; readonly source: YamlSource },
): GuestProfile {
  const profile = guestProfileNamed(guestProfile);
  if (profile !== undefined) return { ...profile, ...(guestOverrides as Partial<GuestProfile> | undefined) };
  const names = GUEST_PROFILES.map(({ name }) => name).join(', ');
  throw invalidFile(fileName, [placed(source, ['guestProfile'], `expected one of ${names}`)]);
}

/** A built-in policy by its name, or the policy in a file. */
async function policyOf(session: Session, wanted: string): Promise<GuidPolicy> {
  const builtIn = Object.values(BUILT_IN_POLICIES).find(({ name }) => name === wanted.toLowerCase());
  if (builtIn !== undefined) return builtIn;
  const { source } = await readPolicy(session, wanted);
  const parsed = parseGuidPolicy(source.value);
  if (parsed.kind === 'valid') return parsed.policy;
  throw invalidFile(
    wanted,
    parsed.issues.map(({ path, message }) => placed(source, pathOf(path), message)),
  );
}

async function readPolicy(session: Session, wanted: string): ReturnType<typeof readDocument> {
  try {
    return await readDocument(session, wanted);
  } catch (error) {
    if (!(error instanceof CliError) || error.problem.code !== 'file-unreadable') throw error;
    throw new CliError(
      {
        code: 'policy-not-found',
        message: `${wanted} is neither a built-in policy nor a file that can be read.`,
        remedy: `Built in are ${Object.keys(BUILT_IN_POLICIES).join(', ')}. Policies of a server need a VM on it.`,
        exit: EXIT.notFound,
      },
      { cause: error },
    );
  }
}

/** `devices.scsi.guids.1` as a path into the file. */
function pathOf(dotted: string): readonly (string | number)[] {
  if (dotted === '') return [];
  return dotted.split('.').map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}

function invalidFile(fileName: string, faults: readonly FileFault[]): CliError {
  return new CliError({
    code: 'file-invalid',
    message: `The file ${fileName} is not valid.`,
    details: faults.map((fault) => ({ message: faultText(fileName, fault) })),
    exit: EXIT.invalid,
  });
}
