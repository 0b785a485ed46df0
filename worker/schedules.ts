import { ScheduleAlreadyRunning, type Client, type ScheduleOptions } from '@temporalio/client';

/** What runs at its hours, by the name of its workflow. */
const SCHEDULES: Readonly<Record<string, Pick<ScheduleOptions, 'spec' | 'policies'>>> = {
  /** Whatever was missed by all else is found within a day. */
  reconcile: {
    spec: { calendars: [{ hour: 3, minute: 17 }] },
    policies: { overlap: 'SKIP', catchupWindow: '1h' },
  },
  /** Weeks close at midnight UTC on Monday; by then loops have looked and said what they have to say of them. */
  releaseFigures: {
    spec: { calendars: [{ hour: 4, minute: 23 }] },
    policies: { overlap: 'SKIP', catchupWindow: '1h' },
  },
  /** What was missed while nobody looked is found by the next round. */
  keepPromises: {
    spec: { intervals: [{ every: '5m' }] },
    policies: { overlap: 'SKIP', catchupWindow: '1m' },
  },
};

/** Opens the schedules that are not there yet, and lets those that are go by this build's hours; whoever paused one finds it paused. */
export async function openSchedules(client: Client, taskQueue: string): Promise<void> {
  for (const [scheduleId, when] of Object.entries(SCHEDULES)) {
    const memo = { hours: JSON.stringify({ ...when, taskQueue }) };
    const action = { type: 'startWorkflow', workflowType: scheduleId, taskQueue, args: [], memo } as const;
    try {
      await client.schedule.create({ scheduleId, ...when, action });
    } catch (error) {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      const handle = client.schedule.getHandle(scheduleId);
      // Only where they differ: whoever pauses it just while it is updated would find it going.
      const { action: before } = await handle.describe();
      if (before.memo?.hours !== memo.hours) await handle.update(({ state }) => ({ state, ...when, action }));
    }
  }
}
