export function PlaygroundView() {
  return <p>Nothing here yet.</p>;
}
