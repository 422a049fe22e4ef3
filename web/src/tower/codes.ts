/** Codes that a link brings along. */

/** The code in `#pair=CODE`, which a QR code leads to, or in `#setup=CODE`, which the server printed. */
export function codeIn(hash: string, name: 'pair' | 'setup'): string | null {
  return new URLSearchParams(hash.replace(/^#/, '')).get(name);
}
