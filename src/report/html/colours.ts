/**
 * What each colour means, everywhere: the colours of Okabe and Ito that have a contrast of 3:1 or more on white
 * (WCAG 1.4.11). None stands alone: each line also has its own dashes and its name beside it.
 */
export const colours = {
  /** Offered by the clients. */
  offered: '#595959',
  /** Answered, or in use. */
  done: '#0072b2',
  failed: '#d55e00',
  waiting: '#cc79a7',
  /** What the model predicts. */
  model: '#009e73',
  limit: '#000000',
} as const;

export type Meaning = keyof typeof colours;
