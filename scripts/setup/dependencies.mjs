import { statSync } from 'node:fs';
import { join } from 'node:path';
import { runQuietly } from './run.mjs';

/** Installs what package-lock.json names, if that was not done since it last changed. Throws one clear sentence. */
export async function ensureDependencies(root, say) {
  if (isInstalled(root)) return;
  say('Installing dependencies (npm ci) …');
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const { code, output } = await runQuietly('npm', args, { cwd: root, say });
  if (code !== 0) throw new Error(whyNotInstalled(output, root));
}

/** npm writes its own note of what it installed last, when it has installed everything. */
function isInstalled(root) {
  const note = changedAt(join(root, 'node_modules', '.package-lock.json'));
  return note !== undefined && note >= changedAt(join(root, 'package-lock.json'));
}

const changedAt = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs;

/** What npm's output means for the person at the terminal. */
export function whyNotInstalled(output, root) {
  if (/\b(EACCES|EPERM|EROFS)\b/.test(output))
    return `The dependencies cannot be written to ${join(root, 'node_modules')}: no permission. Make the folder yours, or run the command in a copy that is.`;
  if (/\bENOSPC\b/.test(output))
    return `The dependencies do not fit: the disk of ${root} is full. Free about 1 GB and run the command again.`;
  if (
    /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT)\b/.test(output)
  )
    return `The npm registry cannot be reached, and the dependencies are not here yet. Connect to the network, or name a registry within reach ("npm config set registry URL"), and run the command again.`;
  if (/^spawn npm ENOENT/.test(output))
    return 'npm is not on PATH. Install Node with npm (https://nodejs.org) and run the command again.';
  return `npm ci failed. It said:\n${lastLines(output)}`;
}

const lastLines = (output) => output.trimEnd().split('\n').slice(-12).join('\n');
