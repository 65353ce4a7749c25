/// <reference lib="dom" />

/** The colour that a meaning has in the theme that is on. */
export function colour(meaning: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${meaning}`).trim();
}

export function toggleTheme(): void {
  const { dataset } = document.documentElement;
  dataset.theme = dataset.theme === 'dark' ? 'light' : 'dark';
}
