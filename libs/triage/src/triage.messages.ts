import { registerMessages } from '@opora/platform';

/** Why a value is proposed, in a sentence that a dispatcher reads at a glance. */
registerMessages({
  'proposal.chosen': { uk: 'Вибрано вами', en: 'Chosen by you' },
  'proposal.similar': { uk: 'Так було в {n} з {of} схожих вирішених звернень', en: 'So it was in {n} of {of} similar solved tickets' },
  'proposal.words': { uk: 'За словами у тексті: {words}', en: 'By words of the text: {words}' },
  'proposal.category': { uk: 'Типове для категорії «{name}»', en: 'Default of the category “{name}”' },
  'proposal.service': { uk: 'Група послуги «{name}»', en: 'Group of the service “{name}”' },
  'proposal.default': { uk: 'Типове значення: інших підстав немає', en: 'The usual value: nothing says otherwise' },
  'proposal.raised': { uk: 'Піднято на щабель: {why}', en: 'Raised by one step: {why}' },
  'proposal.raised.vip': { uk: 'заявник — VIP', en: 'the requester is a VIP' },
  'proposal.raised.service_criticality': { uk: 'критична послуга', en: 'critical service' },
  'proposal.matrix': { uk: 'За впливом і терміновістю', en: 'By impact and urgency' },
});
