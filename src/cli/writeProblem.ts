/** Why something cannot be written, in words. */
const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'its folder cannot be made',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'a file of that name is in the way',
  EISDIR: 'a folder is in the way of a file',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'too many symbolic links',
};

/** Reads on after a colon. */
export function writeReason(problem: unknown): string {
  const code = (problem as NodeJS.ErrnoException).code ?? '';
  return REASONS[code] ?? (problem as Error).message;
}
