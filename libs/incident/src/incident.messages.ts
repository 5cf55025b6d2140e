import { registerMessages } from '@opora/platform';

registerMessages({
  'incident.state': { uk: 'У стані «{state}» цього зробити не можна. Можна: {allowedCommands}.', en: 'The state {state} does not allow this. It allows: {allowedCommands}.' },
  'incident.hold.only_requester_from_new': { uk: 'Нове звернення можна призупинити лише запитанням до заявника.', en: 'A new incident can only be put on hold with a question for the requester.' },
  'incident.hold.question_required': { uk: 'Напишіть заявникові запитання.', en: 'Write the question for the requester.' },
  'incident.hold.until_required': { uk: 'Вкажіть, на коли заплановано.', en: 'Say for when it is scheduled.' },
  'incident.hold.until_in_future': { uk: 'Вкажіть час у майбутньому.', en: 'Give a time in the future.' },
  'incident.assign.target_required': { uk: 'Вкажіть групу або виконавця.', en: 'Name a group or a person.' },
  'incident.assign.not_a_member': { uk: 'Ця особа не працює в цій групі.', en: 'This person does not work in this group.' },
  'incident.resolve.unknown_code': { uk: 'Такого коду вирішення немає. Є: {allowed}.', en: 'There is no such resolution code. There are: {allowed}.' },
  'incident.resolve.text_required': { uk: 'Напишіть заявникові, що зроблено.', en: 'Tell the requester what was done.' },
  'incident.confirm.rating_required': { uk: 'До коментаря додайте оцінку.', en: 'Add a rating to the comment.' },
  'incident.major.not_declared': { uk: 'Звернення не оголошено масштабним.', en: 'The incident is not declared major.' },
  'incident.major.only_when_declared': { uk: 'Має зміст лише при оголошенні.', en: 'Makes sense only when declaring.' },
  'incident.priority.reason_required': { uk: 'Обґрунтуйте зміну пріоритету.', en: 'Justify the priority.' },
  'incident.requester.reason_required': { uk: 'Поясніть, чому змінюється заявник.', en: 'Say why the requester changes.' },
  'survey.answered': { uk: 'На це посилання вже відповіли.', en: 'This link has been answered.' },
  'survey.over': { uk: 'Звернення вже не чекає вашої відповіді.', en: 'The ticket does not wait for your answer any more.' },
  'survey.expired': { uk: 'Посилання вже не діє.', en: 'The link works no longer.' },
});
