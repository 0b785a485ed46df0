import { Client, Connection } from '@temporalio/client';

/** Rings what else comes once a night, so that whoever started the demo sees today what it brings. */
export async function ringNight(address: string): Promise<void> {
  const connection = await Connection.connect({ address });
  try {
    await new Client({ connection }).schedule.getHandle('reconcile').trigger();
  } finally {
    await connection.close();
  }
}
