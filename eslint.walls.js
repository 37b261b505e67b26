// Arrows between the folders point one way (CONTRIBUTING.md, "The walls"). An import is checked where it stands, at the
// head of a file; a test file may import what it needs.

const SHARED_WALLS = [
  {
    regex: String.raw`^(?:\.{1,2}/)+(?:apps|packages|stack)/|^(?:\.\./){2,}(?:api|portal|worker|sandbox|client|db|domain|processor|runtime|temporal)/`,
    message: sayWall('another package is imported by its name, @makewhole/<package>/<file>'),
  },
  {
    owner: 'sql',
    regex: '^(?:drizzle-orm|drizzle-kit|drizzle-zod|postgres|pg)(?:/|$)',
    message: sayWall('only packages/db speaks SQL'),
  },
  {
    owner: 'temporal',
    regex: '^@temporalio/',
    message: sayWall('only apps/api, apps/cli, apps/worker and packages/temporal know Temporal'),
  },
  {
    owner: 'calling',
    regex: '^(?:node:)?https$|^(?:undici|axios|got|ky)(?:/|$)',
    message: sayWall('only packages/processor talks to the payment company'),
  },
  {
    owner: 'listening',
    regex: '^(?:node:)?(?:http|http2|net|tls)$',
    message: sayWall('only apps and the stack listen'),
  },
  {
    owner: 'stand-ins',
    regex: '^@makewhole/processor/conformance/',
    message: sayWall('only tests start a stand-in for a payment company'),
  },
  // A folder of packages/processor/src is one payment company.
  {
    regex: '^@makewhole/processor/(?!conformance/)[^/]+/',
    message: sayWall('a payment company is reached through packages/processor/src/connect-processor.ts'),
  },
];

/** Within packages/processor: its own files are beside it, a company's folder is not; only the registry lists them. */
const COMPANY_WALL = {
  regex: String.raw`^(?:\.{1,2}/)+(?:src/)?(?!src/|conformance/|test-support/)[a-z][\w-]*/`,
  message: sayWall('only packages/processor/src/registry.ts imports a payment company'),
};

/** Who may import what. Each wall is proven by tests/unit/import-walls.test.ts. */
export const walls = [
  wall({
    name: 'packages/domain',
    files: ['packages/domain'],
    mayImport: [],
    patterns: [
      {
        regex: '^node:',
        message: sayWall('domain is pure, it also runs inside workflows'),
      },
    ],
  }),
  wall({ name: 'packages/runtime', files: ['packages/runtime'], mayImport: [] }),
  wall({
    name: 'packages/temporal',
    files: ['packages/temporal'],
    mayImport: ['domain', 'runtime'],
    owns: ['temporal'],
  }),
  wall({ name: 'packages/client', files: ['packages/client'], mayImport: [], owns: ['calling'] }),
  wall({ name: 'packages/verify', files: ['packages/verify'], mayImport: [] }),
  wall({ name: 'packages/db', files: ['packages/db'], mayImport: ['domain'], owns: ['sql'] }),
  wall({
    name: 'packages/processor',
    files: ['packages/processor'],
    ignores: ['packages/processor/src/registry.ts'],
    mayImport: ['domain'],
    owns: ['calling', 'listening'],
    patterns: [COMPANY_WALL],
  }),
  wall({ name: 'apps/sandbox', files: ['apps/sandbox'], mayImport: [], owns: ['calling', 'listening'] }),
  wall({ name: 'apps/portal', files: ['apps/portal'], mayImport: ['client', 'domain'], owns: ['listening'] }),
  wall({
    name: 'apps/api',
    files: ['apps/api'],
    mayImport: ['db', 'domain', 'processor', 'runtime', 'temporal', 'verify'],
    owns: ['temporal', 'listening'],
    patterns: [
      {
        regex: '^@temporalio/(?:worker|workflow|activity)(?:/|$)',
        message: sayWall('the API knows workflows by the contract in domain alone'),
      },
    ],
  }),
  wall({
    name: 'apps/worker',
    files: ['apps/worker'],
    ignores: ['apps/worker/src/workflows/**', 'apps/worker/src/webhooks/**'],
    mayImport: ['db', 'domain', 'processor', 'runtime', 'temporal'],
    owns: ['temporal'],
  }),
  wall({
    name: 'apps/cli',
    files: ['apps/cli'],
    mayImport: ['client', 'db', 'domain', 'runtime', 'temporal'],
    owns: ['temporal', 'listening'],
  }),
  // Firms' own programs are told of events from here, and only from here.
  wall({
    name: 'a webhook',
    files: ['apps/worker/src/webhooks'],
    mayImport: ['runtime'],
    owns: ['calling', 'listening'],
  }),
  ...workflowWalls(),
  wall({
    name: 'stack',
    files: ['stack'],
    mayImport: ['api', 'client', 'db', 'domain'],
    owns: ['sql', 'temporal', 'calling', 'listening'],
  }),
  wall({
    name: 'tests',
    files: ['tests'],
    mayImport: [
      ...['api', 'client', 'db', 'domain', 'processor', 'runtime', 'stack', 'temporal', 'verify', 'worker'],
    ],
    owns: ['sql', 'temporal', 'calling', 'listening', 'stand-ins'],
  }),
  {
    files: ['packages/domain/src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['fetch', 'process', 'setTimeout', 'setInterval', 'crypto', 'console'].map((name) => ({
          name,
          message: sayWall('domain is pure'),
        })),
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: sayWall('domain is told the time') },
        { object: 'Math', property: 'random', message: sayWall('domain is pure') },
      ],
    },
  },
  {
    files: [
      'apps/api/src/**/*.ts',
      'apps/worker/src/**/*.ts',
      'packages/db/src/**/*.ts',
      'packages/runtime/src/**/*.ts',
      'packages/temporal/src/**/*.ts',
    ],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        {
          name: 'fetch',
          message: sayWall('only packages/processor talks to the payment company'),
        },
      ],
    },
  },
];

/** Workflow code imports files beside it, or in the folder above where it has a folder of its own within workflows/. */
function workflowWalls() {
  const common = {
    mayImport: ['domain'],
    owns: ['temporal'],
  };
  const imports = {
    regex: String.raw`^(?!\.{1,2}/|@makewhole/|@temporalio/(?:workflow|common)(?:/|$))`,
    message: sayWall('workflow code imports only domain and @temporalio/workflow or /common'),
  };
  const outside = (regex) => ({
    regex,
    allowTypeImports: true,
    message: sayWall('workflow code has no side effects; of activities it takes only types'),
  });
  return [
    wall({
      ...common,
      name: 'a workflow',
      files: ['apps/worker/src/workflows'],
      ignores: ['apps/worker/src/workflows/*/**'],
      patterns: [imports, outside(String.raw`^\.\./`)],
    }),
    wall({
      ...common,
      name: 'a workflow of many files',
      files: ['apps/worker/src/workflows/*'],
      patterns: [imports, outside(String.raw`^(?:\.\./){2}`)],
    }),
  ];
}

/**
 * A wall around a folder: of our own packages it imports only those named, and nothing of a package that belongs to
 * another folder.
 */
function wall({ files, ignores = [], name, mayImport, owns = [], patterns = [] }) {
  const others = mayImport.length === 0 ? '' : `(?!(?:${mayImport.join('|')})(?:/|$))`;
  const allowed = mayImport.length === 0 ? 'nothing of ours' : `of ours only ${mayImport.join(', ')}`;
  return {
    files: files.flatMap((folder) => [`${folder}/**/*.ts`, `${folder}/**/*.svelte`]),
    ignores: [...ignores, '**/*.test.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `^@makewhole/${others}`,
              message: sayWall(`${name} imports ${allowed}`),
            },
            ...SHARED_WALLS.filter(({ owner }) => !owns.includes(owner)).map(({ regex, message }) => ({
              regex,
              message,
            })),
            ...patterns,
          ],
        },
      ],
    },
  };
}

function sayWall(rule) {
  return `Wall: ${rule} (CONTRIBUTING.md, "The walls").`;
}
