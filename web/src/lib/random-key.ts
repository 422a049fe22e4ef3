/** Keys that nobody else makes: for commands, and for what is new in a meeting. */

/** 128 random bits. `crypto.randomUUID` is not there on a page from a plain LAN address; this is. */
export function randomKey(): string {
  return hex(crypto.getRandomValues(new Uint8Array(16)));
}

/** A short id behind a prefix, for a person to recognise in the journal: `session-3fa91c07`. */
export function newId(prefix: string): string {
  return `${prefix}-${hex(crypto.getRandomValues(new Uint8Array(4)))}`;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
