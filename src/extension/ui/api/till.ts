/** Requests that may cost money, asked about together: what one caller wants of one provider in the same moment is one question. */

export interface Wanted {
  /** As people know it. */
  readonly caller: string;
  /** Its label. */
  readonly provider: string;
  /** The estimate of one; `null` is not known. */
  readonly dollars: number | null;
}

/** @param dollars of all of it @returns whether it may pass the limit of the day; `null` when the person said no */
export type Ask = (caller: string, count: number, provider: string, dollars: number | null) => Promise<boolean | null>;

interface Waiting extends Wanted {
  readonly answer: (answer: Promise<boolean | null>) => void;
}

/**
 * @param within milliseconds that requests are gathered for
 * @returns asks about one; what comes while a question stands is asked about after it, together
 */
export function createTill(ask: Ask, within: number): (wanted: Wanted) => Promise<boolean | null> {
  let waiting: Waiting[] = [];
  let isOpen = false;
  const serve = async (): Promise<void> => {
    isOpen = true;
    while (waiting.length > 0) {
      await new Promise(resolve => setTimeout(resolve, within));
      const { caller, provider } = waiting[0]!;
      const [now, later] = [waiting, waiting].map((all, n) => all.filter(each => (each.caller === caller && each.provider === provider) === (n === 0)));
      waiting = later!;
      const dollars = now!.reduce<number | null>((sum, each) => sum === null || each.dollars === null ? null : sum + each.dollars, 0);
      const answer = ask(caller, now!.length, provider, dollars);
      for (const each of now!) each.answer(answer);
      await answer.catch(() => undefined);
    }
    isOpen = false;
  };
  return wanted => new Promise(resolve => {
    waiting.push({ ...wanted, answer: resolve });
    if (!isOpen) void serve();
  });
}
