// One CareTrack of its own: binary, port, data folder and database; gone when its worker ends.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseMail, type Mail } from './mail';

export type Database = 'sqlite' | 'postgres';

const READY_WITHIN = 30_000;
const STOPPED_WITHIN = 10_000;

export class Service {
  /** What the server has written so far, for the report of a failed test. */
  log = '';
  /** The one-time code that `/setup` asks for. */
  setUpCode = '';
  private process?: ChildProcess;

  private constructor(
    readonly url: string,
    private readonly data: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** A new installation: tables and a set-up code, and nobody in it. */
  static async start(database: Database): Promise<Service> {
    return Service.begin(database, async (service) => {
      service.command('migrate');
      service.setUpCode = service.command('bootstrap-admin').trim();
      await service.run('serve');
    });
  }

  /** The demo with its sample provider, on SQLite. */
  static async demo(): Promise<Service> {
    return Service.begin('sqlite', (service) => service.run('demo'));
  }

  private static async begin(database: Database, first: (service: Service) => Promise<void>): Promise<Service> {
    const port = await freePort();
    const data = mkdtempSync(join(tmpdir(), 'caretrack-browser-'));
    const service = new Service(`http://127.0.0.1:${port}`, data, settings(port, data, database));
    try {
      await first(service);
      return service;
    } catch (error) {
      await service.stop();
      throw error;
    }
  }

  /** Runs another command of the same binary on the same data, and gives what it wrote. */
  command(...words: string[]): string {
    const ended = spawnSync(binary(), words, { env: this.env, encoding: 'utf8' });
    if (ended.status !== 0) throw new Error(`caretrack ${words.join(' ')}: ${ended.stderr || ended.error}`);
    return ended.stdout;
  }

  /** Lets minutes pass for every session: each was begun, proved and used so much earlier. On PostgreSQL only. */
  passForSessions(minutes: number): void {
    const earlier = ['created_at', 'last_seen_at', 'auth_at', 'expires_at'].map((at) => `${at} = ${at} - ${minutes * 60_000}`);
    psql(this.env.DATABASE_URL ?? '', `update session set ${earlier.join(', ')}`);
  }

  /** Every mail sent so far, oldest first. */
  mails(): Mail[] {
    const outbox = join(this.data, 'outbox');
    const names = readdirSync(outbox, { withFileTypes: true }).filter((entry) => entry.name.endsWith('.eml'));
    return names.map((entry) => entry.name).sort().map((name) => parseMail(readFileSync(join(outbox, name), 'utf8')));
  }

  /** Waits for the newest mail to this address whose subject matches. */
  async mailTo(address: string, subject: RegExp): Promise<Mail> {
    const deadline = Date.now() + 15_000;
    while (Date.now() < deadline) {
      const found = this.sent().filter((mail) => mail.to.includes(address) && subject.test(mail.subject)).at(-1);
      if (found) return found;
      await pause(100);
    }
    const all = this.sent().map((mail) => `${mail.to}: ${mail.subject}`);
    throw new Error(`no mail to ${address} about ${subject}; there are: ${all.join(' | ') || 'none'}`);
  }

  /** Stops the server as an operator does. One that hangs is a defect. */
  async stop(): Promise<void> {
    const stopped = await this.stopped();
    rmSync(this.data, { recursive: true, force: true });
    if (!stopped) throw new Error(`the server did not stop within ${STOPPED_WITHIN} ms\n${this.log}`);
  }

  private async stopped(): Promise<boolean> {
    const { process } = this;
    if (!process || process.exitCode !== null) return true;
    const ended = new Promise((resolve) => process.once('exit', resolve));
    process.kill('SIGTERM');
    const stopped = await Promise.race([ended.then(() => true), pause(STOPPED_WITHIN).then(() => false)]);
    if (!stopped) process.kill('SIGKILL');
    return stopped;
  }

  private sent(): Mail[] {
    try {
      return this.mails();
    } catch {
      return [];
    }
  }

  private async run(word: 'serve' | 'demo'): Promise<void> {
    this.process = spawn(binary(), [word], { env: this.env, stdio: ['ignore', 'pipe', 'pipe'] });
    this.process.stdout?.on('data', (text) => (this.log += text));
    this.process.stderr?.on('data', (text) => (this.log += text));
    const deadline = Date.now() + READY_WITHIN;
    while (Date.now() < deadline && this.process.exitCode === null) {
      const answer = await fetch(`${this.url}/health/ready`).catch(() => undefined);
      if (answer?.ok) return;
      await pause(50);
    }
    throw new Error(`the server did not become ready\n${this.log}`);
  }
}

function binary(): string {
  const server = process.env.E2E_SERVER;
  if (!server) throw new Error('E2E_SERVER is not set; type: cargo xtask test --only browser');
  return server;
}

function settings(port: number, data: string, database: Database): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('E2E_'));
  return {
    ...Object.fromEntries(own),
    CARETRACK_ADDR: `127.0.0.1:${port}`,
    CARETRACK_DATA: data,
    CARETRACK_SITE: process.env.E2E_SITE,
    ...(database === 'postgres' ? { DATABASE_URL: freshPostgres(port) } : {}),
  };
}

/** A database of its own on the tests' PostgreSQL; it goes when that server goes. */
function freshPostgres(port: number): string {
  const server = process.env.E2E_POSTGRES_URL ?? '';
  const name = `browser_${port}_${Date.now()}`;
  psql(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

function psql(server: string, words: string): void {
  const done = spawnSync(process.env.E2E_PSQL ?? 'psql', [server, '-v', 'ON_ERROR_STOP=1', '-qc', words], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${words}: ${done.stderr || done.error}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
