/** 1234567 → `1,234,567`. */
export function count(n: number): string {
  return Math.round(n).toLocaleString('en-US');
}

/** Milliseconds with one decimal; `–` for none. */
export function ms(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–';
  return value.toLocaleString('en-US', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
}

/** 0.123 → `12%`; `–` for none. A share that is not quite all is not shown as all, nor one above none as none. */
export function percent(share: number | null | undefined): string {
  if (share === null || share === undefined || Number.isNaN(share)) return '–';
  const rounded = Math.round(share * 100);
  if (rounded === 100 && share < 1) return '>99%';
  if (rounded === 0 && share > 0) return '<1%';
  return `${rounded}%`;
}

export function decimal(value: number, digits = 1): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
