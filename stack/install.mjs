// Installs the dependencies where node_modules does not hold what package-lock.json names; does nothing otherwise.
// Runs on Node 20 and before anything is installed: only Node's own modules here.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const NPM_MAJOR_MIN = 11;
const PROGRESS_EVERY_MS = 10_000;

/** Brings node_modules in line with the lock file. Throws with a sentence that says what to do. */
export async function install() {
  if (isInstalled()) return;
  checkNpm();
  const startedAt = Date.now();
  console.log('Installing the dependencies (npm ci): about a minute the first time ...');
  const tick = setInterval(() => {
    console.log(`... still installing (${Math.round((Date.now() - startedAt) / 1000)} s)`);
  }, PROGRESS_EVERY_MS);
  const code = await runNpmCi().finally(() => clearInterval(tick));
  if (code !== 0)
    throw new Error('npm ci failed: its own message is above. Mend that and run the same command again.');
  console.log(`Dependencies installed (${Math.round((Date.now() - startedAt) / 1000)} s)`);
}

/**
 * npm leaves a list of what it installed (node_modules/.package-lock.json), written last: it is the stamp. Each entry of
 * the lock file must stand there, but for the optional ones that are made for other platforms.
 */
function isInstalled() {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile) || !existsSync(join(root, 'node_modules', '.bin', 'node'))) return false;
  const wanted = readPackages(join(root, 'package-lock.json'));
  const installed = readPackages(installedFile);
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '') return true;
    const there = installed[path];
    if (there === undefined) return entry.optional === true;
    return there.version === entry.version && there.integrity === entry.integrity;
  });
}

function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

function checkNpm() {
  const version = runningNpmVersion();
  if (Number.parseInt(version, 10) >= NPM_MAJOR_MIN) return;
  throw new Error(
    `npm ${NPM_MAJOR_MIN} or newer is needed, this is npm ${version}. Get it with: npm install --global npm@${NPM_MAJOR_MIN}`,
  );
}

/** The npm that runs us says so in its user agent; started by hand, the one on PATH is asked. */
function runningNpmVersion() {
  const fromAgent = /\bnpm\/(\d[^ ]*)/.exec(process.env.npm_config_user_agent ?? '');
  if (fromAgent) return fromAgent[1];
  try {
    return execFileSync('npm', ['--version'], { encoding: 'utf8' }).trim();
  } catch {
    throw new Error(`npm was not found. Install Node 20 or newer with npm ${NPM_MAJOR_MIN} or newer.`);
  }
}

function runNpmCi() {
  // npm_execpath is the very npm that runs us, which may be another than the first on PATH.
  const npmCli = process.env.npm_execpath;
  const [command, before] = npmCli?.endsWith('.js') ? [process.execPath, [npmCli]] : ['npm', []];
  const child = spawn(command, [...before, 'ci', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await install();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
