import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

export const activeOnly =
  ({ active }: { active?: boolean }) =>
  <E extends ObjectLiteral>(builder: SelectQueryBuilder<E>): void => {
    if (active !== undefined) builder.andWhere('x.active = :active', { active });
  };
