import { UniqueConstraintViolationException } from '@mikro-orm/postgresql';

/** Does work again that failed because somebody else wrote the same thing at the same moment; at most so many times in all. */
export async function onceMore<T>(work: () => Promise<T>, times = 2): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof UniqueConstraintViolationException) || attempt === times) throw error;
    }
  }
}
