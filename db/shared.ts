/**
 * For what takes long to read and is asked for by many at once: who asks while it is being read waits for the next reading, with all who ask
 * meanwhile. Nobody is told what was read before they asked.
 */
export function shared<Value>(): (key: string, read: () => Promise<Value>) => Promise<Value> {
  const readings = new Map<string, { now: Promise<Value>; next?: Promise<Value> }>();

  function begin(key: string, read: () => Promise<Value>): Promise<Value> {
    const reading: { now: Promise<Value>; next?: Promise<Value> } = { now: read() };
    readings.set(key, reading);
    const ended = () => void (reading.next ?? readings.delete(key));
    reading.now.then(ended, ended);
    return reading.now;
  }

  return (key, read) => {
    const reading = readings.get(key);
    if (!reading) return begin(key, read);
    const again = () => begin(key, read);
    reading.next ??= reading.now.then(again, again);
    return reading.next;
  };
}
