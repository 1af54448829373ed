/** Waits for `work`, but not longer than so many milliseconds: then there is no value, and the work goes on unheeded. */
export async function inTime<T>(work: Promise<T>, milliseconds: number): Promise<{ value: T } | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, milliseconds, undefined);
  });
  try {
    return await Promise.race([work.then((value) => ({ value })), late]);
  } finally {
    clearTimeout(timer);
  }
}
