// A portal of its own for one run: a copy of the binary alone in an empty folder, its data beside it.
import { spawn, execFile } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { idle, leaksInFiles, leaksInLog, leaksInMemory } from './leaks.js';

const run = promisify(execFile);

/** Where the portal of this run lives, and how its binary is called there. */
function environment(folder, port) {
  return {
    PATH: process.env.PATH,
    QINGFENG_LISTEN: `127.0.0.1:${port}`,
    QINGFENG_DATA_DIR: path.join(folder, 'data'),
    // Passkeys are bound to a name.
    QINGFENG_PUBLIC_ORIGIN: `http://localhost:${port}`,
    QINGFENG_CAPTCHA: 'off',
    QINGFENG_RATE_LIMIT: 'off',
  };
}

/** The binary under test. */
export const binary = () => path.resolve(process.env.QINGFENG_BINARY ?? '../target/release/qingfeng');

/** Starts a portal with these members, and settings beyond the usual ones; returns its address, folder, and how to stop it. */
export async function startPortal(members, settings = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'qingfeng-end2end-'));
  const alone = path.join(folder, 'qingfeng');
  await cp(binary(), alone);
  const port = await freePort();
  const env = { ...environment(folder, port), ...settings };
  // Reports about land are at high risk here. Members sign in once for the whole run.
  await mkdir(env.QINGFENG_DATA_DIR);
  await writeFile(path.join(env.QINGFENG_DATA_DIR, 'qingfeng.toml'), '[custody]\ntwo_decisions_categories = ["land"]\n[sign_in]\nconfirmed_minutes = 600\n');
  await run(alone, ['init'], { env, cwd: folder });
  for (const member of members) await addStaff(alone, env, member);
  const server = spawn(alone, ['serve'], { env, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = [];
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (bytes) => said.push(bytes));
  const url = `http://${env.QINGFENG_LISTEN}`;
  await ready(`${url}/healthz`, server, said);
  // The end of a run is a test too: what people wrote is nowhere to be found.
  const stop = async () => {
    await idle(server.pid, port);
    const leaks = await leaksInMemory(server.pid);
    const ended = once(server, 'exit');
    server.kill('SIGTERM');
    const [code] = await ended;
    leaks.push(...(await leaksInFiles(env.QINGFENG_DATA_DIR)), ...leaksInLog(Buffer.concat(said)));
    await rm(folder, { recursive: true });
    if (code !== 0) throw new Error(`the portal ended with ${code}: ${Buffer.concat(said)}`);
    if (leaks.length > 0) throw new Error(`in the clear where it must not be:\n${leaks.join('\n')}`);
  };
  return { url, folder, stop };
}

/** Adds a member of staff by the command line; the first of a unit makes the unit's key. */
function addStaff(binary, env, { login, unit, roles, password }) {
  const args = ['staff', 'add', login, '--unit', unit, ...roles.flatMap((role) => ['--role', role]), '--password-stdin'];
  const child = run(binary, args, { env });
  child.child.stdin.end(`${password}\n`);
  return child;
}

/** A port of this machine that nothing listens on. */
export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

async function ready(url, server, said) {
  for (let tries = 0; tries < 600; tries += 1) {
    if (server.exitCode !== null) break;
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  server.kill('SIGKILL');
  throw new Error(`the portal does not start: ${Buffer.concat(said)}`);
}
