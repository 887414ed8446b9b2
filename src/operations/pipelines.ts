import {
  hibernateVmPipeline,
  redeployStoppedVmPipeline,
  selfHibernateVmPipeline,
  startVmPipeline,
} from '#libs/hibernation';
import {
  createVmPipeline,
  deallocateVmPipeline,
  deleteVmPipeline,
  installExtensionPipeline,
  keepVmPipeline,
  powerOffVmPipeline,
  reapplyVmPipeline,
  recoverVmPipeline,
  redeployVmPipeline,
  resizeVmPipeline,
  restartVmPipeline,
  runCommandPipeline,
  type VmPipeline,
} from '#libs/vm-operations';

/** Every pipeline that an operation may name. Names are stored: entries are added, never renamed. */
export const PIPELINES: readonly VmPipeline[] = [
  createVmPipeline,
  hibernateVmPipeline,
  selfHibernateVmPipeline,
  startVmPipeline,
  powerOffVmPipeline,
  restartVmPipeline,
  deallocateVmPipeline,
  recoverVmPipeline,
  deleteVmPipeline,
  redeployVmPipeline,
  redeployStoppedVmPipeline,
  resizeVmPipeline,
  reapplyVmPipeline,
  installExtensionPipeline,
  runCommandPipeline,
  keepVmPipeline,
];

export function pipelineNamed(name: string): VmPipeline {
  const pipeline = PIPELINES.find((candidate) => candidate.name === name);
  if (pipeline === undefined) throw new Error(`no pipeline is called ${name}`);
  return pipeline;
}
