export function MappingView() {
  return <p>Nothing here yet.</p>;
}
