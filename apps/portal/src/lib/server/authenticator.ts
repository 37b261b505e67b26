import { renderSVG } from 'uqr';

/** What a person enters in their authenticator app: the QR code as an image URL, and the secret to type. */
export type AuthenticatorSetup = {
  readonly uri: string;
  readonly picture: string;
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
};

/** @param uri otpauth:// as the API returned it @returns null if it is no such URI */
export function readSetup(uri: unknown, recoveryCodes: unknown): AuthenticatorSetup | null {
  if (typeof uri !== 'string' || !Array.isArray(recoveryCodes)) return null;
  const secret = URL.parse(uri)?.searchParams.get('secret');
  if (!uri.startsWith('otpauth://totp/') || !secret) return null;
  const svg = renderSVG(uri, { border: 2 });
  return {
    uri,
    picture: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`,
    secret: secret.replaceAll(/(.{4})(?=.)/g, '$1 '),
    recoveryCodes: recoveryCodes.map(String),
  };
}
