import { type FormDefinition, type Words, checkForm } from '@opora/form';
import { type ApproverSpec, type FieldError, type StepMode, inOrder } from '@opora/kit';

/** The kinds of `domain.md` §2; which process takes an order of each is told by that process (`OrderTakers`). */
export const OFFERING_KINDS = ['service', 'information', 'documentation', 'change', 'access'] as const;
export type OfferingKind = (typeof OFFERING_KINDS)[number];

export const OFFERING_STATUSES = ['draft', 'published', 'retired'] as const;
export type OfferingStatus = (typeof OFFERING_STATUSES)[number];

/** Holds while an answer of the form has one of these values. */
export interface AnswerCondition {
  field: string;
  in: readonly (string | boolean | number)[];
}

/** Who may order: everybody, or whoever belongs to one of these; departments and locations with all below them. */
export interface Entitlement {
  all: boolean;
  departmentIds?: readonly string[];
  groupIds?: readonly string[];
  locationIds?: readonly string[];
}

export interface ApprovalPolicyStep {
  name: Words;
  mode: StepMode;
  /** For `n_of_m`. */
  needed?: number;
  approvers: readonly ApproverSpec[];
  /** Working days of the service's calendar until the step expires. */
  dueDays?: number;
  when?: AnswerCondition;
}

export interface PlannedWork {
  /** Name within the plan, for `after`. */
  key: string;
  title: Words;
  description?: Words;
  groupId: string;
  after: readonly string[];
  /** Working seconds of the group's calendar from its turn on: its own OLA. */
  targetSeconds?: number;
  when?: AnswerCondition;
}

export interface OfferingCost {
  amountCents: number;
  /** Paid once, or each month. */
  per: 'once' | 'month';
}

/** All that an offering says. What is published is never rewritten: a request keeps the version that it was ordered by. */
export interface OfferingDefinition {
  name: Words;
  summary: Words;
  description: Words;
  /** What the requester gets at the end. */
  outcome?: Words;
  form: FormDefinition;
  entitlement: Entitlement;
  approval: readonly ApprovalPolicyStep[];
  plan: readonly PlannedWork[];
  cost: OfferingCost | null;
  /** Working seconds that this offering promises, in place of what the agreement that holds for it says. */
  targets: { fulfilment?: number; approval?: number };
  /** Fulfilled, it closes without asking whether it is. */
  closesAtOnce?: boolean;
}

/** What a draft lacks or has wrong, each with its place. Records that it names are looked up elsewhere. */
export function checkDefinition(definition: OfferingDefinition, base = '/definition'): FieldError[] {
  const errors = checkForm(definition.form, `${base}/form`);
  const fields = Object.keys(definition.form.schema?.properties ?? {});
  const condition = (when: AnswerCondition | undefined, at: string): void => {
    if (when && !fields.includes(when.field)) errors.push({ pointer: `${at}/when/field`, code: 'form.unknown_name', params: { name: when.field } });
  };
  const { departmentIds = [], groupIds = [], locationIds = [], all } = definition.entitlement;
  if (!all && departmentIds.length + groupIds.length + locationIds.length === 0) errors.push({ pointer: `${base}/entitlement`, code: 'offering.nobody' });
  definition.approval.forEach((step, i) => {
    const at = `${base}/approval/${i}`;
    if ((step.mode === 'n_of_m') !== (step.needed !== undefined)) errors.push({ pointer: `${at}/needed`, code: 'approval.needed' });
    step.approvers.forEach(({ personId, groupId, position }, j) => {
      if ([personId, groupId, position].filter((given) => given !== undefined).length !== 1) errors.push({ pointer: `${at}/approvers/${j}`, code: 'approval.approver' });
    });
    condition(step.when, at);
  });
  const keys = definition.plan.map(({ key }) => key);
  definition.plan.forEach((task, i) => {
    const at = `${base}/plan/${i}`;
    if (keys.indexOf(task.key) !== i) errors.push({ pointer: `${at}/key`, code: 'already_taken' });
    task.after.forEach((key, j) => {
      if (!keys.includes(key)) errors.push({ pointer: `${at}/after/${j}`, code: 'unknown_reference' });
    });
    condition(task.when, at);
  });
  if (!errors.some(({ pointer }) => pointer.startsWith(`${base}/plan`)) && !inOrder(definition.plan)) errors.push({ pointer: `${base}/plan`, code: 'task.circle' });
  return errors;
}

const holds = (when: AnswerCondition | undefined, answers: Readonly<Record<string, unknown>>): boolean => {
  if (!when) return true;
  const answer = answers[when.field];
  return Array.isArray(answer) ? answer.some((one) => when.in.includes(one as string)) : when.in.includes(answer as string);
};

/** Steps that must approve an order with these answers. */
export const stepsFor = (definition: OfferingDefinition, answers: Readonly<Record<string, unknown>>): ApprovalPolicyStep[] => definition.approval.filter(({ when }) => holds(when, answers));

/** Tasks that such an order needs; what waited for one that is not needed waits for what that one waited for. */
export function planFor(definition: OfferingDefinition, answers: Readonly<Record<string, unknown>>): PlannedWork[] {
  const byKey = new Map(definition.plan.map((task) => [task.key, task]));
  const needed = (key: string): string[] => {
    const task = byKey.get(key);
    return !task ? [] : holds(task.when, answers) ? [key] : task.after.flatMap(needed);
  };
  return definition.plan.filter(({ when }) => holds(when, answers)).map((task) => ({ ...task, after: [...new Set(task.after.flatMap(needed))] }));
}

/** Whom a person belongs to, with all that stands above. */
export interface Belonging {
  departmentIds: readonly string[];
  groupIds: readonly string[];
  locationIds: readonly string[];
}

export const entitled = ({ all, departmentIds = [], groupIds = [], locationIds = [] }: Entitlement, who: Belonging): boolean =>
  all || departmentIds.some((id) => who.departmentIds.includes(id)) || groupIds.some((id) => who.groupIds.includes(id)) || locationIds.some((id) => who.locationIds.includes(id));
