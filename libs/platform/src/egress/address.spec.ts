import { AddressRules } from './address';

const strict = new AddressRules([], []);

describe('addresses that people type in', () => {
  it.each([
    'http://127.0.0.1/', 'http://localhost/', 'http://LOCALHOST./', 'http://x.localhost/', 'http://0.0.0.0/', 'http://[::]/', 'http://[::1]/', 'http://[::ffff:127.0.0.1]/', 'http://[::ffff:a9fe:a9fe]/', 'http://127.1/', 'http://2130706433/',
    'http://0x7f.1/', 'http://0177.0.0.1/', 'http://169.254.169.254/', 'http://metadata.google.internal/', 'http://printer.local/', 'http://100.64.0.1/', 'http://10.0.0.1/', 'http://172.16.0.1/', 'http://172.31.255.255/', 'http://192.168.1.1/',
    'http://[fc00::1]/', 'http://[fd12:3456::1]/', 'http://[fe80::1]/', 'http://[64:ff9b::7f00:1]/', 'http://[2002:7f00:1::]/', 'http://224.0.0.1/', 'http://255.255.255.255/', 'http://[ff02::1]/', 'http://１２７.0.0.1/',
  ])('%s leads inside', (url) => expect(strict.faultOf(url)).toBe('egress.private'));

  it.each([
    ['file:///etc/passwd', 'egress.scheme'], ['gopher://example.com/', 'egress.scheme'], ['ftp://example.com/', 'egress.scheme'], ['ws://example.com/', 'egress.scheme'], ['data:text/plain,x', 'egress.scheme'], ['https://user:pass@example.com/', 'egress.credentials'],
    ['https://@example.com/', 'egress.credentials'], ['https://example.com:22/', 'egress.port'], ['https://example.com:25/', 'egress.port'], ['https://example.com:3306/', 'egress.port'], ['https://example.com:5432/', 'egress.port'], ['https://example.com:6379/', 'egress.port'],
    ['https://example.com/#x', 'egress.malformed'], ['https:\\\\example.com', 'egress.malformed'], ['https://exa\tmple.com/', 'egress.malformed'], ['nowhere', 'egress.malformed'], [`https://example.com/${'a'.repeat(2_000)}`, 'egress.malformed'],
  ])('%s is none that may be called', (url, fault) => expect(strict.faultOf(url)).toBe(fault));

  it.each(['https://example.com/hook', 'http://example.com/hook?a=b', 'https://8.8.8.8/', 'https://[2606:4700::1111]/', 'https://172.32.0.1/', 'https://user.example.com/a@b'])('%s may be called', (url) => expect(strict.faultOf(url)).toBeNull());

  it('inner networks and ports that an administrator of the machine has listed may be called, and no others', () => {
    const open = new AddressRules(['10.1.0.0/16', 'fd00::/8'], [8080]);
    expect(['http://10.1.2.3:8080/', 'http://[fd00::1]/', 'http://[::ffff:10.1.2.3]/'].map((url) => open.faultOf(url))).toEqual([null, null, null]);
    expect(['http://10.2.0.1/', 'http://127.0.0.1:8080/', 'http://10.1.2.3:8081/'].map((url) => open.faultOf(url))).toEqual(['egress.private', 'egress.private', 'egress.port']);
    expect(open.mayCall('10.1.0.1')).toBe(true);
    expect(['127.0.0.1', '::1', 'fe80::1%eth0', 'no address'].map((address) => open.mayCall(address))).toEqual([false, false, false, false]);
  });
});
