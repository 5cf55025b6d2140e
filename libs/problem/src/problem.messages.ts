import { registerMessages } from '@opora/platform';

registerMessages({
  'problem.state': { uk: 'У стані «{state}» цього зробити не можна. Можна: {allowedCommands}.', en: 'The state {state} does not allow this. It allows: {allowedCommands}.' },
  'problem.workaround_required': { uk: 'Спершу запишіть обхідне рішення.', en: 'Record a workaround first.' },
  'problem.assign.target_required': { uk: 'Вкажіть групу або виконавця.', en: 'Name a group or a person.' },
  'problem.assign.not_a_member': { uk: 'Ця особа не працює в цій групі.', en: 'This person does not work in this group.' },
  'problem.analysis.one_technique': { uk: 'Заповніть лише розділ вибраного методу.', en: 'Fill in the part of the chosen technique alone.' },
  'problem.proposal.answered': { uk: 'На цю пропозицію вже відповіли.', en: 'This proposal has been answered.' },
});
