import type { Client } from 'pg';
import type { Installation } from './installation';
import type { Plan } from './report';
import type { Material } from './scenarios';

export async function explained(_installation: Installation, _client: Client, _of: Material): Promise<Plan[]> {
  return [];
}
