/** Error numbers as the kernel returns them, negative. Source: R-section 10. */
export const ERRNO = {
  EPERM: -1,
  EIO: -5,
  EAGAIN: -11,
  EBUSY: -16,
  ENOMEM: -12,
  EFAULT: -14,
  ENODEV: -19,
  ENOENT: -2,
  EINVAL: -22,
  ENOSPC: -28,
  ENODATA: -61,
  EPROTO: -71,
  EOPNOTSUPP: -95,
  ETIMEDOUT: -110,
  ECONNREFUSED: -111,
  EDQUOT: -122,
} as const;
