export function UpstreamsView() {
  return null;
}
