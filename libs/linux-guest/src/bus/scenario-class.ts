/** Class GUIDs by the short names of the scenarios. Source: test/fixtures/vmbus-resume/README.md, hyperv.h. */
const CLASS_GUIDS: Readonly<Record<string, string>> = {
  nic: 'f8615163-df3e-46c5-913f-f2d2f965ed0e',
  ide: '32412632-86cb-44a2-9b5c-50d1417354f5',
  scsi: 'ba6163d9-04a1-4d29-b605-72e2ffb1dc7f',
  shutdown: '0e0b6031-5213-4934-818b-38d90ced39db',
  timesync: '9527e630-d0ae-497b-adce-e80ab0175caf',
  heartbeat: '57164f39-9115-4e78-ab55-382f3bd5422d',
  kvp: 'a9a0f4e7-5a45-4d96-b827-8a841e8c03e6',
  balloon: '525074dc-8985-46e2-8057-a307dc18a502',
  mouse: 'cfa8b69e-5b4a-4cc0-b98b-8ba1a1f3f95a',
  keyboard: 'f912ad6d-2b17-48ea-bd65-f927a61c7684',
  vss: '35fa2e29-ea23-4236-96ae-3a6ebacba440',
  video: 'da0a7802-e377-4aac-8e77-0558eb1073f8',
  fc: '2f9bcc4a-0069-4af3-b76b-6fd0be528cda',
  fcopy: '34d14be3-dee4-41c8-9ae7-6b174977c192',
  nd: '8c2eaf3d-32a7-4b09-ab99-bd1f1c86b501',
  pci: '44c4f61d-4444-4400-9d52-802e27ede19f',
  avma: 'f8e65716-3cb3-4a06-9a60-1889c5cccab5',
  rdv: '276aacf4-ac15-426c-98dd-7521ad3f01fe',
};

/** The short names, in the order of the table. */
export const CLASS_NAMES: readonly string[] = Object.keys(CLASS_GUIDS);

const NAMES = new Set(CLASS_NAMES);
const NAME_OF_GUID = new Map(Object.entries(CLASS_GUIDS).map(([name, classGuid]) => [classGuid, name]));
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A GUID in lower case; `undefined` when the text is not one. */
export function canonicalGuid(text: string): string | undefined {
  if (GUID.test(text)) return text;
  const lower = text.toLowerCase();
  return GUID.test(lower) ? lower : undefined;
}

/**
 * The one text that stands for a class: its short name where it has one, else its GUID in lower case. `undefined`
 * when the text is neither.
 */
export function canonicalClass(text: string): string | undefined {
  if (NAMES.has(text)) return text;
  const classGuid = canonicalGuid(text);
  return classGuid === undefined ? undefined : (NAME_OF_GUID.get(classGuid) ?? classGuid);
}
