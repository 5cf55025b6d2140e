import { BlockList, isIP } from 'node:net';

/** Why an address outside is not called (`security.md` WH-01, WH-04). */
export type AddressFault = 'egress.scheme' | 'egress.credentials' | 'egress.port' | 'egress.private' | 'egress.malformed';

const LONGEST = 2_000;
const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/* Loopback, private, link-local with the clouds' metadata, shared, documentation, multicast and reserved networks; of IPv6 also those that carry an IPv4 address within. */
const REFUSED4 = ['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'];
const REFUSED6 = ['::/96', '::1/128', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32', '2002::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8'];

const MAPPED = /^(?:::ffff:|0:0:0:0:0:ffff:)(?<rest>.+)$/i;

/** `::ffff:127.0.0.1` and `::ffff:7f00:1` are 127.0.0.1. */
function unmapped(address: string): string {
  const rest = MAPPED.exec(address)?.groups?.['rest'];
  if (rest === undefined) return address;
  if (isIP(rest) === 4) return rest;
  const [high, low] = rest.split(':').map((part) => Number.parseInt(part, 16));
  if (high === undefined || low === undefined || Number.isNaN(high) || Number.isNaN(low)) return address;
  return `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
}

/** Networks written as CIDR. @throws Error naming the one that is none */
export function networks(list: readonly string[]): BlockList {
  const found = new BlockList();
  for (const text of list) {
    const [address = '', bits] = text.split('/');
    const family = isIP(address);
    const prefix = bits === undefined ? (family === 6 ? 128 : 32) : Number(bits);
    if (family === 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > (family === 6 ? 128 : 32)) throw new Error(`${text} is no network`);
    found.addSubnet(address, prefix, family === 6 ? 'ipv6' : 'ipv4');
  }
  return found;
}

const INSIDE = networks([...REFUSED4, ...REFUSED6]);

/** Decides which addresses may be called: those of the world, and networks that an administrator of the machine has listed. */
export class AddressRules {
  private readonly allowed: BlockList;
  private readonly ports: ReadonlySet<number>;

  constructor(allow: readonly string[], ports: readonly number[]) {
    this.allowed = networks(allow);
    this.ports = new Set([80, 443, ...ports]);
  }

  /** @param address a literal, as a resolver gives it */
  mayCall(address: string): boolean {
    const plain = unmapped(address.replace(/%.*$/, ''));
    const family = isIP(plain);
    if (family === 0) return false;
    const type = family === 6 ? 'ipv6' : 'ipv4';
    return this.allowed.check(plain, type) || !INSIDE.check(plain, type);
  }

  /** What is wrong with an address before anything is resolved; null: nothing. */
  faultOf(text: string): AddressFault | null {
    /* What a parser would quietly mend means something else to the next one. */
    if (text.length > LONGEST || /[\s\\\u0000-\u001f\u007f#]/.test(text) || !URL.canParse(text)) return 'egress.malformed';
    const url = new URL(text);
    if (!(url.protocol in DEFAULT_PORTS)) return 'egress.scheme';
    if (url.username !== '' || url.password !== '' || /^[a-z]+:\/\/[^/]*@/i.test(text)) return 'egress.credentials';
    if (!this.ports.has(portOf(url))) return 'egress.port';
    const host = hostOf(url);
    /* WHATWG's parser has made 127.1, 2130706433 and 0x7f.1 into 127.0.0.1 by now. */
    if (isIP(host) !== 0) return this.mayCall(host) ? null : 'egress.private';
    return /(?:^|\.)(?:localhost|local|internal|localdomain)\.?$/i.test(host) && !this.mayCall('127.0.0.1') ? 'egress.private' : null;
  }
}

export const portOf = (url: URL): number => (url.port === '' ? (DEFAULT_PORTS[url.protocol] ?? 0) : Number(url.port));
export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');
