import { ScheduleAlreadyRunning, type Client } from '@temporalio/client';

/** Looks after everything once a day, so that whatever was missed by all else is found within one. */
export async function openSchedules(client: Client, taskQueue: string): Promise<void> {
  try {
    await client.schedule.create({
      scheduleId: 'reconcile',
      spec: { calendars: [{ hour: 3, minute: 17 }] },
      policies: { overlap: 'SKIP', catchupWindow: '1h' },
      action: { type: 'startWorkflow', workflowType: 'reconcile', taskQueue, args: [] },
    });
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
}
