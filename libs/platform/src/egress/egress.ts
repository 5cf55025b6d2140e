import { type LookupAddress, lookup } from 'node:dns';
import { type IncomingMessage, request as overHttp } from 'node:http';
import { request as overHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Config } from '../config/config';
import { type AddressFault, AddressRules, hostOf } from './address';

/** Milliseconds from the first look-up to the last byte. */
export const EGRESS_TIMEOUT_MS = 20_000;
const NAME_TIMEOUT_MS = 2_000;
const MOST_BYTES = 64 * 1024;
const MOST_HEADER_BYTES = 16 * 1024;

/** The outside did not answer as it should; never holds what an inner service said. */
export class EgressError extends Error {
  constructor(readonly code: 'refused_address' | 'refused' | 'timeout' | 'tls' | 'dns' | 'broken_answer') {
    super(code);
  }
}

export interface EgressAnswer {
  status: number;
  /** Seconds that the other side asks to be left alone; null where it does not. */
  retryAfterSeconds: number | null;
  /** What it said, cut to 64 KB. */
  text: string;
}

/** The one way to addresses that people type in: resolves, checks every address of the name and connects to a checked one and to no other (`security.md` C.10). Redirects are not followed. */
@Injectable()
export class Egress {
  private readonly rules: AddressRules;

  constructor(
    config: Config,
    private readonly clock: Clock,
  ) {
    this.rules = new AddressRules(config.outboundAllow, config.outboundPorts);
  }

  faultOf(url: string): AddressFault | null {
    return this.rules.faultOf(url);
  }

  /** The same after the name was resolved, for a form that is being saved: a name that leads inside is told at once. Checked again at connecting. */
  async faultOfResolved(url: string): Promise<AddressFault | null> {
    const fault = this.faultOf(url);
    if (fault !== null) return fault;
    const found = await new Promise<LookupAddress[]>((resolve) => {
      /* Nobody waits long for a name server: what it would have said is looked at when it is called. */
      const patience = setTimeout(() => resolve([]), NAME_TIMEOUT_MS);
      lookup(hostOf(new URL(url)), { all: true }, (error, addresses) => {
        clearTimeout(patience);
        resolve(error ? [] : addresses);
      });
    });
    return found.every(({ address }) => this.rules.mayCall(address)) ? null : 'egress.private';
  }

  /** @throws EgressError */
  async post(address: string, body: string, headers: Readonly<Record<string, string>>, timeoutMs: number = EGRESS_TIMEOUT_MS): Promise<EgressAnswer> {
    if (this.faultOf(address) !== null) throw new EgressError('refused_address');
    const url = new URL(address);
    const signal = AbortSignal.timeout(timeoutMs);
    const send = url.protocol === 'https:' ? overHttps : overHttp;
    return new Promise((resolve, reject) => {
      const fail = (error: unknown): void => reject(error instanceof EgressError ? error : new EgressError(signal.aborted ? 'timeout' : faultOfError(error)));
      const request = send(
        url,
        { method: 'POST', agent: false, lookup: this.lookup, maxHeaderSize: MOST_HEADER_BYTES, signal, headers: { ...headers, 'content-length': Buffer.byteLength(body), 'accept-encoding': 'identity', connection: 'close' } },
        (answer) => void answerOf(answer, this.clock.real()).then(resolve, fail),
      );
      request.on('error', fail);
      request.end(body);
    });
  }

  /** All addresses of the name must be allowed, not only the first: what the connection then takes is one of those that were checked. */
  private readonly lookup: LookupFunction = (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '', 0);
      if (addresses.length === 0 || addresses.some(({ address }) => !this.rules.mayCall(address))) return done(new EgressError('refused_address'), '', 0);
      const [first] = addresses as [LookupAddress];
      if (options.all === true) (done as unknown as (error: null, all: LookupAddress[]) => void)(null, addresses);
      else done(null, first.address, first.family);
    });
  };
}

async function answerOf(answer: IncomingMessage, now: Date): Promise<EgressAnswer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk.subarray(0, MOST_BYTES - size));
    size += chunk.length;
    if (size >= MOST_BYTES) break;
  }
  answer.destroy();
  return { status: answer.statusCode ?? 0, retryAfterSeconds: retryAfter(answer.headers['retry-after'], now), text: Buffer.concat(chunks).toString('utf8') };
}

function retryAfter(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null;
  if (/^\d{1,7}$/.test(header)) return Number(header);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now.getTime()) / 1_000));
}

function faultOfError(error: unknown): EgressError['code'] {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (/^(ENOTFOUND|EAI_)/.test(code)) return 'dns';
  if (/^(ERR_TLS|CERT_|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|ERR_SSL)/.test(code)) return 'tls';
  if (/^(HPE_|ERR_HTTP|ERR_STREAM)/.test(code)) return 'broken_answer';
  return 'refused';
}

