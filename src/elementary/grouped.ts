/** A number as text, grouped by thousands: 100,000. At most six decimals, none that are zero. No locale data is asked. */
export function grouped(x: number): string {
  const [whole, decimals] = x
    .toFixed(6)
    .replace(/\.?0+$/, '')
    .split('.');
  const thousands = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return decimals === undefined ? thousands : `${thousands}.${decimals}`;
}
