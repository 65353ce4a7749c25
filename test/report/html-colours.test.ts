import { expect, it } from 'vitest';
import { figuresOf } from '../../src/report/html/charts.ts';
import { colours } from '../../src/report/html/colours.ts';
import { anIncidentTimeline } from '../support/a-view.ts';

/** Contrast with white, as WCAG 2.2 defines it. */
function contrastOnWhite(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}

it.each(Object.entries(colours))('%s can be told from white (WCAG 1.4.11)', (_meaning, hex) => {
  expect(contrastOnWhite(hex)).toBeGreaterThanOrEqual(3);
});

it('no two lines of a panel differ in colour alone', () => {
  for (const panel of Object.values(figuresOf([anIncidentTimeline()])).flat()) {
    const looks = panel.series.map(({ dash, kind }) => `${kind} ${dash.join(' ')}`);
    expect(new Set(looks).size, panel.id).toBe(looks.length);
  }
});

it('no panel has more than four lines', () => {
  for (const panel of Object.values(figuresOf([anIncidentTimeline()])).flat()) {
    expect(panel.series.length, panel.id).toBeLessThanOrEqual(4);
  }
});
