import { describe, expect, it } from 'vitest';
import { plain } from '../../src/report/paint.ts';
import { textTimeline } from '../../src/report/text-timeline.ts';
import { aBin, anIncidentTimeline } from '../support/a-view.ts';

describe('textTimeline', () => {
  it('draws a run as rows over one axis', () => {
    expect(textTimeline(anIncidentTimeline(), plain).join('\n')).toMatchInlineSnapshot(`
      "          |baseline    |pile-up
      offered   ▅▅▅▅▅▅▅▅▅▅▅▅▅▇█████████████████████████████████  150/s at most
      answered  ████████████████▅······························  80/s at most
      failed    ·············▅█████████████████████████████████  145/s at most
      waiting   ·············██████████████████████████████████  206 at most
      predicted ·············██████████████████████████████████  156 at most
      files     ▁▁▁▁▁▁▁▁▁▁▁▁▁██████████████████████████████████  250 at most
                0 s              5               10"
    `);
  });

  it('keeps to 86 columns, which the report indents by two', () => {
    const timeline = anIncidentTimeline();
    const bins = Array.from({ length: 2000 }, (_, i) => aBin({ seconds: i / 10, sent: 99_999, files: 100_000 }));
    for (const line of textTimeline({ ...timeline, bins }, plain)) expect(line.length).toBeLessThanOrEqual(86);
  });

  it('leaves blank what was not sampled, and says 0 with a dot', () => {
    const bins = [aBin({ files: 5 }), aBin(), aBin(), aBin(), aBin({ files: 0 })];
    const lines = textTimeline({ ...anIncidentTimeline(), bins, phases: [] }, plain);
    expect(lines.find((line) => line.startsWith('files'))).toBe('files     █   ·  5 at most');
  });

  it('bridges one missing sample, since samples drift against bins', () => {
    const bins = [aBin({ files: 5 }), aBin(), aBin({ files: 5 })];
    const lines = textTimeline({ ...anIncidentTimeline(), bins, phases: [] }, plain);
    expect(lines.find((line) => line.startsWith('files'))).toBe('files     ███  5 at most');
  });

  it('shows the name of a phase without its control characters', () => {
    const phases = [{ name: 'a\u001b[31m\u202eb', startSeconds: 0, endSeconds: 14, connections: 1 }];
    expect(textTimeline({ ...anIncidentTimeline(), phases }, plain)[0]).toContain('|a\\u001b[31m\\u202eb');
  });

  it('has nothing to draw of a run without bins', () => {
    expect(textTimeline({ ...anIncidentTimeline(), bins: [] }, plain)).toEqual([]);
  });
});
