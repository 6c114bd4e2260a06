export function CacheView() {
  return null;
}
