/**
 * Does it while connections are dropped, again and again. One drop has ended before the next begins, and
 * the last before this returns: a slow server is asked for nothing once it has been stopped.
 */
export async function whileLosing<Result>(
  pauseMs: number,
  drop: () => Promise<unknown>,
  action: () => Promise<Result>,
): Promise<Result> {
  let goesOn = true;
  const dropping = (async () => {
    while (goesOn) {
      await drop();
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  })();
  try {
    return await action();
  } finally {
    goesOn = false;
    await dropping;
  }
}
