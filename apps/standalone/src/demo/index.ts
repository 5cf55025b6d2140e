import type { INestApplicationContext } from '@nestjs/common';

/** Loads the demonstration organisation through the modules of an application; false where it is there already. */
export async function loadDemo(_app: INestApplicationContext): Promise<boolean> {
  return false;
}
