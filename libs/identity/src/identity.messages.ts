import { registerMessages } from '@opora/platform';

registerMessages({
  sign_in_failed: { uk: 'Адреса або пароль неправильні.', en: 'The address or the password is wrong.' },
  session_expired: { uk: 'Сеанс завершився. Увійдіть знову.', en: 'The session has ended. Sign in again.' },
  reauthentication_required: { uk: 'Підтвердіть паролем, що це ви.', en: 'Confirm with your password that it is you.' },
  'person.inactive': { uk: 'Цю людину вимкнено.', en: 'This person is not active.' },
  link_invalid: { uk: 'Посилання недійсне або вже використане. Попросіть нове.', en: 'The link is not valid or was used. Ask for a new one.' },
  'password.guessable': { uk: 'Такий пароль легко вгадати. Візьміть, наприклад, чотири випадкові слова.', en: 'This password is easy to guess. Take, for example, four random words.' },
  'password.personal': { uk: 'Пароль не має бути складений з вашого імені, адреси чи назви організації.', en: 'The password must not be made of your name, address or the organisation’s name.' },
  'password.present_wrong': { uk: 'Теперішній пароль неправильний.', en: 'The present password is wrong.' },
  'token.expiry': { uk: 'Строк токена — від тепер до одного року.', en: 'A token may live from now to one year.' },
  'token.scopes': { uk: 'Ви не маєте прав: {values}.', en: 'You do not hold these rights: {values}.' },
  unknown_permission: { uk: 'Такого дозволу немає.', en: 'There is no such permission.' },
});
