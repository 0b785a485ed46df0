import type { Socket } from 'node:net';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import { Arrivals } from './arrivals.js';
import { serveInbox } from './mail-inbox.js';
import { forgetMails, keepMail, parseMail, readMails, type Mail } from './mail-store.js';
import { LOOPBACK, portError, portOf } from './ports.js';
import { Script } from './script.js';

const WAIT_MS = 10_000;
const LARGEST_MAIL = 10 * 1024 * 1024;

/** How the next conversations go wrong, and for whom. Codes are SMTP replies: 4xx try again, 5xx never. */
export type MailRefusal =
  | { stage: 'connect'; code: number; times?: number }
  | { stage: 'rcpt' | 'data'; code: number; times?: number; to?: string }
  /** `drop`: the line goes dead before the mail was taken; `answer`: after it was taken, before it was said. */
  | { stage: 'drop' | 'answer'; times?: number; to?: string };

export interface MailSinkOptions {
  /** SMTP; a free one unless given. */
  port?: number;
  /** The inbox page; a free one unless given. */
  httpPort?: number;
  /** Mails are kept here as .eml and are there again after a restart. */
  dir?: string;
}

export interface MailSink {
  port: number;
  smtpUrl: string;
  /** The inbox page; `/api/messages` below it is the same as JSON. */
  url: string;
  /** In the order they arrived. */
  messages(): readonly Mail[];
  /** @param timeoutMs ten seconds unless given */
  waitFor(fits: (mail: Mail) => boolean, timeoutMs?: number): Promise<Mail>;
  /**
   * Orders a refusal: once unless `times` is given, `Infinity` until lifted.
   * @returns lifts it
   */
  refuse(refusal: MailRefusal): () => void;
  clear(): Promise<void>;
  stop(): Promise<void>;
}

/** An SMTP server on loopback that takes every mail, sends none on, and shows what it got. */
export async function startMailSink({
  port = 0,
  httpPort = 0,
  dir,
}: MailSinkOptions = {}): Promise<MailSink> {
  const mails = new Arrivals<Mail>((mail) => `to ${mail.to.join(', ')}: ${mail.subject}`);
  for (const mail of await readMails(dir)) mails.add(mail);
  const clear = async () => {
    mails.clear();
    await forgetMails(dir);
  };

  let taken = 0;
  const refusals = new Script<MailRefusal>();
  const smtp = smtpServer(refusals, async (raw, recipients) => {
    const mail = await parseMail(raw, recipients, new Date(), (taken += 1));
    await keepMail(dir, mail, raw);
    mails.add(mail);
  });
  const smtpPort = await listen(smtp, port);
  const inbox = await serveInbox(httpPort, { messages: () => mails.all(), clear }).catch(
    async (error: unknown) => {
      await closed(smtp);
      throw error;
    },
  );

  return {
    port: smtpPort,
    smtpUrl: `smtp://${LOOPBACK}:${smtpPort}`,
    url: inbox.url,
    messages: () => mails.all(),
    waitFor: (fits, timeoutMs = WAIT_MS) => mails.waitFor(fits, timeoutMs),
    refuse: (refusal) => refusals.add(refusal, refusal.times),
    clear,
    stop: async () => {
      await Promise.all([closed(smtp), inbox.close()]);
    },
  };
}

function smtpServer(
  refusals: Script<MailRefusal>,
  take: (raw: Buffer, recipients: string[]) => Promise<void>,
): SMTPServer {
  const lines = new Map<number, Socket>();
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    authOptional: true,
    allowInsecureAuth: true,
    closeTimeout: 200,
    size: LARGEST_MAIL,
    onAuth: (auth, _session, reply) => reply(null, { user: auth.username ?? 'anybody' }),
    onConnect: (_session, reply) => {
      const refusal = refusals.take((rule) => rule.stage === 'connect');
      reply(refusal && refused(refusal));
    },
    onRcptTo: ({ address }, _session, reply) => {
      const refusal = refusals.take((rule) => rule.stage === 'rcpt' && concerns(rule, [address]));
      reply(refusal && refused(refusal));
    },
    onData: (stream, session, reply) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const recipients = recipientsOf(session);
        const hangUp = () => lines.get(session.remotePort)?.destroy();
        const refusal = refusals.take(
          (rule) => !['connect', 'rcpt'].includes(rule.stage) && concerns(rule, recipients),
        );
        if (refusal?.stage === 'drop') return hangUp();
        if (refusal?.stage === 'data') return reply(refused(refusal));
        take(Buffer.concat(chunks), recipients).then(
          () => (refusal?.stage === 'answer' ? hangUp() : reply()),
          (error: Error) => reply(error),
        );
      });
    },
  });
  server.server.on('connection', (socket: Socket) => {
    const { remotePort } = socket;
    if (remotePort === undefined) return;
    lines.set(remotePort, socket);
    socket.once('close', () => lines.delete(remotePort));
  });
  return server;
}

function concerns(rule: MailRefusal, recipients: readonly string[]): boolean {
  return !('to' in rule) || rule.to === undefined || recipients.includes(rule.to);
}

function refused(refusal: MailRefusal): Error {
  const code = 'code' in refusal ? refusal.code : 554;
  return Object.assign(new Error(`Refused at ${refusal.stage}, as ordered`), { responseCode: code });
}

const recipientsOf = (session: SMTPServerSession): string[] =>
  session.envelope.rcptTo.map((recipient) => recipient.address);

function listen(server: SMTPServer, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: Error) => reject(portError(error, port, 'the mail sink')));
    server.listen(port, LOOPBACK, () => {
      // From now on an error is one client's, whose line was cut; the sink goes on.
      server.on('error', () => undefined);
      resolve(portOf(server.server));
    });
  });
}

const closed = (server: SMTPServer): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
