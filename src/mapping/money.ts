/** ISO 4217's minor units, where a currency has not two. */
const fractionDigits = new Map<string, number>([
  ...'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
    .split(' ')
    .map((code): [string, number] => [code, 0]),
  ...'BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code): [string, number] => [code, 3]),
  ...'CLF UYW'.split(' ').map((code): [string, number] => [code, 4]),
]);

/** `amount` in whole currency units: "$12.50". Undefined when `currency` is no currency's code. */
export function formatMoney(amount: number, currency: string): string | undefined {
  const code = currency.trim().toUpperCase();
  if (!/^[A-Z]{3}$/.test(code)) return undefined;
  return formatterFor(code).format(amount);
}

/** `amount` in the smallest units of the currency, as payment services count: cents, or yen. */
export function formatMinorMoney(amount: number, currency: string): string | undefined {
  return formatMoney(amount / 10 ** digitsOf(currency.trim().toUpperCase()), currency);
}

const formatters = new Map<string, Intl.NumberFormat>();

/** Kept for currencies that exist: codes come from services. */
function formatterFor(code: string): Intl.NumberFormat {
  const formatter = formatters.get(code) ?? createFormatter(code);
  if (known.has(code)) formatters.set(code, formatter);
  return formatter;
}

const known: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

function createFormatter(code: string): Intl.NumberFormat {
  const digits = digitsOf(code);
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: code,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

function digitsOf(code: string): number {
  return fractionDigits.get(code) ?? 2;
}
