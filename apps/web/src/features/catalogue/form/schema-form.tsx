import { Validator } from '@cfworker/json-schema';
import { type FieldSchema, type FormDefinition, type FormField, visibleFields } from '@opora/form';
import Form from '@rjsf/core/lib/components/Form.js';
import type { ArrayFieldItemTemplateProps, ArrayFieldTemplateProps, FieldTemplateProps, ObjectFieldTemplateProps, RJSFSchema, UiSchema, ValidatorType } from '@rjsf/utils';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { type ReactNode, useMemo } from 'react';
import { useI18n, useT } from '../../../shared/i18n';
import { Button, FieldError, IconButton } from '../../../shared/ui';
import css from './form.module.css';
import { AnyWidget, type FormContext } from './widgets';

type Values = Record<string, unknown>;

/** rjsf asks whether a branch applies; what is wrong with the answers, `@opora/form` says, as the server does. No code is made from a schema. */
const validator: ValidatorType = {
  isValid: (schema, data, root) => new Validator({ ...(schema as object), ...(root.definitions ? { definitions: root.definitions } : {}) } as never, '2020-12').validate(data ?? {}).valid,
  validateFormData: () => ({ errors: [], errorSchema: {} }),
  rawValidation: () => ({ errors: [] }),
};

/** Fields of a form as people fill them in; answers, errors and what happens with them belong to the page. */
export function SchemaForm({ form, fields, answers, onChange, ...context }: { form: FormDefinition; fields: readonly string[]; answers: Values; onChange: (answers: Values) => void } & FormContext): ReactNode {
  const shown = visibleFields(form, answers).filter((name) => fields.includes(name));
  const key = shown.join();
  const schema = useMemo(() => schemaOf(form, key === '' ? [] : key.split(',')), [form, key]);
  const uiSchema = useMemo(() => uiOf(form.ui.fields, form.schema.properties, key === '' ? [] : key.split(',')), [form, key]);
  return (
    <Form
      tagName="div"
      idPrefix="f"
      idSeparator="/"
      schema={schema}
      uiSchema={uiSchema}
      formData={answers}
      formContext={context}
      validator={validator}
      templates={TEMPLATES}
      noValidate
      showErrorList={false}
      onChange={({ formData }) => onChange({ ...answers, ...blanked(shown, formData as Values | undefined) })}
    >
      <></>
    </Form>
  );
}

/** What was emptied is left out of the data: it must leave the answers too. */
const blanked = (shown: readonly string[], data: Values | undefined): Values => Object.fromEntries(shown.map((name) => [name, data?.[name]]));

/** The part that is drawn now. */
function schemaOf({ schema }: FormDefinition, shown: readonly string[]): RJSFSchema {
  const { properties, required = [], if: condition, then, else: otherwise, dependentRequired } = schema;
  return {
    type: 'object', properties: Object.fromEntries(shown.flatMap((name) => (properties[name] ? [[name, properties[name]]] : []))), required: required.filter((name) => shown.includes(name)),
    ...(condition ? { if: condition, then: then ?? {}, else: otherwise ?? {} } : {}), ...(dependentRequired ? { dependentRequired } : {}),
  } as unknown as RJSFSchema;
}

function uiOf(fields: Readonly<Record<string, FormField>>, properties: Readonly<Record<string, FieldSchema>>, order: readonly string[]): UiSchema {
  const known = order.filter((name) => fields[name] && properties[name]);
  return {
    'ui:order': known,
    ...Object.fromEntries(known.map((name) => {
      const [field, own] = [fields[name] as FormField, properties[name] as FieldSchema];
      if (own.items?.type === 'object') return [name, { 'ui:options': { asked: field }, items: uiOf(field.fields ?? {}, own.items.properties, field.order ?? []) }];
      return [name, { 'ui:widget': AnyWidget, 'ui:options': { asked: field, own } }];
    })),
  };
}

const Fields = ({ properties }: ObjectFieldTemplateProps): ReactNode => <div className={css.fields}>{properties.map(({ content }) => content)}</div>;

/* The label, the hint and the error are the widget's own: they belong to its input. */
const Bare = ({ children, hidden }: FieldTemplateProps): ReactNode => (hidden ? null : children);

function Group({ items, canAdd, onAddClick, uiSchema, fieldPathId, registry, required }: ArrayFieldTemplateProps): ReactNode {
  const { locale } = useI18n();
  const t = useT();
  const { asked: field } = uiSchema?.['ui:options'] as unknown as { asked: FormField };
  const id = fieldPathId.$id;
  const error = (registry.formContext as FormContext).errors[id.slice(1)] ?? null;
  return (
    <fieldset className={css.group} id={id} tabIndex={-1}>
      <legend>
        {field.label[locale]} {required ? null : <span>{t('form.optional')}</span>}
      </legend>
      {field.hint ? <p>{field.hint[locale]}</p> : null}
      <FieldError id={`${id}-error`} error={error} />
      {items}
      {canAdd === false ? null : (
        <div>
          <Button onClick={() => onAddClick()} icon={<IconPlus size={18} stroke={1.75} aria-hidden />}>
            {t('order.addRow')}
          </Button>
        </div>
      )}
    </fieldset>
  );
}

function Row({ children, index, buttonsProps }: ArrayFieldItemTemplateProps): ReactNode {
  const t = useT();
  return (
    <div className={css.row} role="group" aria-label={t('order.row', { n: index + 1 })}>
      <div>{children}</div>
      <IconButton label={t('order.removeRow', { n: index + 1 })} onClick={() => buttonsProps.onRemoveItem()}>
        <IconTrash size={20} stroke={1.75} />
      </IconButton>
    </div>
  );
}

const TEMPLATES = { ObjectFieldTemplate: Fields, FieldTemplate: Bare, ArrayFieldTemplate: Group, ArrayFieldItemTemplate: Row };
