/**
 * Asks until the answer is truthy and returns it; after `timeout` milliseconds it throws and says what was waited for. What `ask`
 * throws counts as "not yet", and the last of it is told.
 */
export async function until<Answer>(what: string, ask: () => Promise<Answer> | Answer, timeout: number): Promise<NonNullable<Answer>> {
  const deadline = Date.now() + timeout;
  let refusal: unknown;
  do {
    try {
      const answer = await ask();
      if (answer) return answer;
      refusal = undefined;
    } catch (error) {
      refusal = error;
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  } while (Date.now() < deadline);
  throw new Error(`not within ${timeout} ms: ${what}`, { cause: refusal });
}
