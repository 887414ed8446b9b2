import type { GuidPolicy } from './policy.js';

/** MOVE-8, R68: whether a policy lets a VM of this size hibernate with DDA devices. Size names ignore case. */
export function ddaHibernation(policy: GuidPolicy, sizeName: string): 'allow' | 'refuse' {
  if (policy.dda.hibernation === 'allow') return 'allow';
  const wanted = sizeName.toLowerCase();
  return policy.dda.exceptSizes.some((size) => size.toLowerCase() === wanted) ? 'allow' : 'refuse';
}
