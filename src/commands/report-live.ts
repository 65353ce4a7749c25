import { startReplay } from '../live/start-replay.ts';
import { openRunDirectory } from '../recording/run-directory.ts';
import { exitCodes } from './finish.ts';
import { numberOption } from './number-option.ts';

/** `pileup report <run> --live`: shows a recording again on a page, until Ctrl-C. */
export async function replayLive(run: string, options: { speed: string | number }): Promise<number> {
  const speed = numberOption('--speed', String(options.speed), { min: 1, max: 20 });
  const replay = await startReplay(openRunDirectory(run), speed);
  process.stderr.write(`live page: ${replay.url}\nthe replay begins when the page is open; Ctrl-C ends it\n`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  await replay.close();
  return exitCodes.done;
}
