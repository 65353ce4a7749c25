import { describe, expect, it } from 'vitest';
import { html, jsonForScript } from '../../src/report/html/markup.ts';

describe('html', () => {
  it('shows text as text, in elements and in attributes', () => {
    const hostile = `"><script>alert('1')</script>&amp;\``;
    expect(html`<p title="${hostile}">${hostile}</p>`.source).toBe(
      '<p title="&#34;&#62;&#60;script&#62;alert(&#39;1&#39;)&#60;/script&#62;&#38;amp;&#96;">' +
        '&#34;&#62;&#60;script&#62;alert(&#39;1&#39;)&#60;/script&#62;&#38;amp;&#96;</p>',
    );
  });

  it('keeps markup within markup, and lists of it', () => {
    expect(html`<ul>${['a<', 'b'].map((text) => html`<li>${text}</li>`)}</ul>`.source).toBe(
      '<ul><li>a&#60;</li><li>b</li></ul>',
    );
  });

  it('shows nothing for nothing, and 0 as 0', () => {
    expect(html`[${null}${undefined}${0}]`.source).toBe('[0]');
  });

  it('makes terminal escapes and marks of direction visible', () => {
    expect(html`${'\u001b[31mred\u202egnp.exe'}`.source).toBe('\\u001b[31mred\\u202egnp.exe');
  });

  it('cuts a megabyte of text and says so', () => {
    const { source } = html`${'<'.repeat(1_000_000)}`;
    expect(source.length).toBeLessThan(11_000);
    expect(source).toContain('… (1000000 characters)');
  });
});

describe('jsonForScript', () => {
  it('holds nothing that could close its element or open a comment, and reads back', () => {
    const value = { name: '</script><!--<script>', list: [1, null, 'a & b'] };
    const { source } = jsonForScript(value);
    expect(source).not.toMatch(/[<>&]/);
    expect(JSON.parse(source)).toEqual(value);
  });
});
