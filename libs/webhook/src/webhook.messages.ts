import { registerMessages } from '@opora/platform';

registerMessages({
  'egress.malformed': { uk: 'Це не адреса: потрібна така, як https://example.com/hook', en: 'This is no address: one as https://example.com/hook is needed' },
  'egress.scheme': { uk: 'Адреса починається з https:// або http://', en: 'The address begins with https:// or http://' },
  'egress.credentials': { uk: 'В адресі не може бути імені й пароля', en: 'The address cannot hold a name and a password' },
  'egress.port': { uk: 'Дозволено порти 80, 443 і ті, які перелічено в OUTBOUND_PORTS', en: 'Ports 80 and 443 are allowed, and those that OUTBOUND_PORTS lists' },
  'egress.private': { uk: 'Це внутрішня адреса. Її мережу має бути перелічено в OUTBOUND_ALLOW', en: 'This is an inner address. Its network must be listed in OUTBOUND_ALLOW' },
  'webhook.delivered_already': { uk: 'Це вже доставлено', en: 'It was delivered already' },
});
