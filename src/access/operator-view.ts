import { z } from 'zod';
import type { OperatorTable } from '../store/schema.ts';
import { OPERATOR_ROLES, type Operator, type Standing } from './operator.ts';

const roles = z.enum(OPERATOR_ROLES);
const applications = z.array(z.string());

/** A row as administrators may see it. */
export function viewOf(row: OperatorTable): Operator {
  return {
    username: row.username,
    name: row.name,
    role: roles.parse(row.role),
    applications: applications.parse(JSON.parse(row.applications)),
    enabled: row.enabled === 1,
    ...(row.first_until !== null && { firstPasswordUntil: row.first_until }),
    createdAt: row.created_at,
    changedAt: row.changed_at,
  };
}

/** The same, as a session goes by it. */
export function standingOf(row: OperatorTable): Standing {
  return { operator: viewOf(row), epoch: row.epoch };
}
