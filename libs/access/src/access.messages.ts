import { registerMessages } from '@opora/platform';

registerMessages({
  'access.state': { uk: 'У стані «{state}» цього зробити не можна. Можна: {allowedCommands}.', en: 'The state {state} does not allow this. It allows: {allowedCommands}.' },
  'access.held': { uk: 'Це право вже надано.', en: 'This right is held already.' },
  'access.asked': { uk: 'Про це вже просять.', en: 'This has been asked for already.' },
  'access.sod_refused': { uk: 'Правило розмежування обов’язків не дозволяє: {rules}.', en: 'A rule of segregation of duties forbids it: {rules}.' },
  'access.sod_exception': { uk: 'Це порушить розмежування обов’язків ({rules}). Поясніть, чому потрібен виняток.', en: 'This would break segregation of duties ({rules}). Say why an exception is needed.' },
  'access.sod_nobody': { uk: 'Немає кому погодити виняток із розмежування обов’язків.', en: 'There is nobody who could approve an exception to segregation of duties.' },
  'access.sod.same': { uk: 'Потрібні два різні права.', en: 'Two different rights are needed.' },
  'access.from_in_past': { uk: 'Початок уже минув.', en: 'The beginning is in the past.' },
  'access.until_after_from': { uk: 'Кінець має бути після початку.', en: 'The end must be after the beginning.' },
  'access.until_in_future': { uk: 'Вкажіть кінець у майбутньому.', en: 'Give an end in the future.' },
  'access.until_required': { uk: 'Вкажіть, до якої дати потрібен доступ: найдовше {days} дн.', en: 'Say until when access is needed: at most {days} days.' },
  'access.until_too_late': { uk: 'Найдовше {days} дн.', en: 'At most {days} days.' },
  'access.until_not_later': { uk: 'Новий кінець має бути пізніше за теперішній.', en: 'The new end must be later than the present one.' },
  'access.not_extendable': { uk: 'Це право не можна подовжити: воно безстрокове, призупинене або закінчується.', en: 'This right cannot be extended: it is endless, suspended or being ended.' },
  'access.person_left': { uk: 'Ця людина більше тут не працює.', en: 'This person does not work here any more.' },
  'access.export_too_large': { uk: 'Понад {most} рядків. Звузьте умови.', en: 'More than {most} rows. Narrow the filter.' },
  'grant.state': { uk: 'Право вже закінчено, закінчується або саме змінюється.', en: 'The right is over, being ended or just being changed.' },
});
