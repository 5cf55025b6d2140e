import { registerMessages } from '@opora/platform';

registerMessages({
  'event.cloudevent': { uk: 'Це не CloudEvent версії 1.0: потрібні specversion, id, source і type.', en: 'This is no CloudEvent of version 1.0: specversion, id, source and type are needed.' },
  'alert.state': { uk: 'У стані «{state}» цього зробити не можна.', en: 'The state {state} does not allow this.' },
  'alert.has_incident': { uk: 'Оповіщення вже пов’язане з відкритим зверненням.', en: 'The alert already belongs to an open incident.' },
  'event.rule.built_in': { uk: 'Останнє правило не можна вилучити, вимкнути чи обмежити: воно стоїть за всіма іншими.', en: 'The last rule cannot be removed, switched off or narrowed: it stands behind all others.' },
  'event.rule.unknown_gathering': { uk: 'Оповіщення не можна об’єднувати за цією ознакою.', en: 'Alerts cannot be gathered by this.' },
  'event.rule.webhook_alone': { uk: 'Вебхук можна вказати лише для дії «викликати вебхук».', en: 'A webhook goes with the action that calls one.' },
  'event.window.order': { uk: 'Кінець вікна має бути після початку.', en: 'A window must end after it begins.' },
  'event.window.scope_required': { uk: 'Вкажіть сервіс, конфігураційну одиницю або джерело.', en: 'Name a service, a configuration item or a source.' },
});
