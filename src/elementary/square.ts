/** x², rounded once. */
export function square(x: number): number {
  return x * x;
}
