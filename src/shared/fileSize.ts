/** "0.8 kB", "24 kB", "3.1 MB", counted in thousands as file managers do. */
export function fileSize(bytes: number, locale?: string): string {
  const steps = ['kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = bytes < 1e6 ? 0 : bytes < 1e9 ? 1 : 2;
  const value = bytes / 1000 ** (step + 1);
  return new Intl.NumberFormat(locale, {
    style: 'unit', unit: steps[step], unitDisplay: 'short', maximumFractionDigits: value < 10 ? 1 : 0,
  }).format(value);
}
