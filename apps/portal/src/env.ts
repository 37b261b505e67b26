import { building } from '$app/env';
import { defineEnvVars } from '@sveltejs/kit/env';
import { parseNetworks } from '@makewhole/domain/client-address';

export const variables = defineEnvVars({
  API_URL: {
    description: "The HTTP API's base URL, as the portal's server reaches it",
    schema: originOf('http://localhost:3001'),
  },
  PORTAL_URL: {
    description: "The portal's own address, as people's browsers know it",
    schema: originOf('http://localhost:3000'),
  },
  TRUSTED_PROXIES: {
    description:
      'The addresses and networks of the proxies before the portal; needed where PORTAL_URL is https',
    schema: (value) => {
      if (!value) return undefined;
      if (parseNetworks(value) !== null) return value;
      throw new Error(
        'is malformed: set it to addresses and CIDR networks, separated by commas, such as 10.0.0.7,10.0.1.0/24',
      );
    },
  },
  HOST: {
    description: 'The address to listen on',
    schema: (value) => value || '127.0.0.1',
  },
  PORT: {
    description: 'The port to listen on; 0 is any free one',
    schema: (value) => {
      const port = Number(value || 3000);
      if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
      throw new Error('is malformed: set it to a port, 0 to 65535');
    },
  },
});

/** Accepts an http(s) URL without a path, and returns its origin. */
function originOf(example: string): (value: string | undefined) => string {
  return (value) => {
    if (building) return ''; // the build loads the server without its settings
    if (!value) throw new Error(`is missing: set it, for example to ${example}`);
    const url = URL.parse(value);
    if (url !== null && ['http:', 'https:'].includes(url.protocol) && url.pathname === '/') return url.origin;
    throw new Error(`is malformed: set it to an http or https URL without a path, such as ${example}`);
  };
}
