import { registerMessages } from '@opora/platform';

registerMessages({
  'request.state': { uk: 'У стані «{state}» цього зробити не можна. Можна: {allowedCommands}.', en: 'The state {state} does not allow this. It allows: {allowedCommands}.' },
  'request.assign.target_required': { uk: 'Вкажіть групу або виконавця.', en: 'Name a group or a person.' },
  'request.assign.not_a_member': { uk: 'Ця особа не працює в цій групі.', en: 'This person does not work in this group.' },
  'request.hold.question_required': { uk: 'Напишіть заявникові запитання.', en: 'Write the question for the requester.' },
  'request.hold.until_required': { uk: 'Вкажіть, на коли заплановано.', en: 'Say for when it is scheduled.' },
  'request.hold.until_in_future': { uk: 'Вкажіть час у майбутньому.', en: 'Give a time in the future.' },
  'request.confirm.rating_required': { uk: 'До коментаря додайте оцінку.', en: 'Add a rating to the comment.' },
});
