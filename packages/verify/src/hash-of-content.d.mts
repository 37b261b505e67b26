/** SHA-256, in hex, over the canonical JSON (RFC 8785). */
export function hashOfContent(content: unknown): string;
