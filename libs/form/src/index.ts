export { answerLines } from './lines';
export { checkForm, isFormDefinition } from './check';
export { EMPTY_FORM, type FieldSchema, type FormDefinition, type FormField, type FormPage, LOOKUPS, type Lookup, type ObjectSchema, WIDGETS, type Widget, type Words, pagesOf, visibleFields } from './form';
export { type Answers, referencesIn, tidy, validateAnswers } from './validate';
